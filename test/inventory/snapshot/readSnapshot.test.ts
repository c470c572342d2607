import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseSnapshot, readSnapshot } from '../../../src/inventory/snapshot/readSnapshot.js';
import { snapshotJsonSchema } from '../../../src/inventory/snapshot/schema.js';
import { snapshotVersion } from '../../../src/inventory/snapshot/snapshot.js';
import { toSnapshot } from '../../../src/inventory/snapshot/toSnapshot.js';
import { anApp, anInventory, evidence } from '../../audit/rules/anInventory.js';

const readAt = '2026-11-01T00:00:00.000Z';
const app = anApp({ origin: { kind: 'org', org: 'uat', id: '0xI1' } });
const good = toSnapshot(
  [{ org: 'uat', orgId: '00D1', readAt, inventory: anInventory({ apps: [app], orgs: [evidence()] }) }],
  { createdAt: readAt, plugin: '1.0.0' },
);

const problemOf = async (value: unknown): Promise<string> => {
  const reading = await parseSnapshot(typeof value === 'string' ? value : JSON.stringify(value));
  return 'problem' in reading ? `${reading.problem}: ${reading.detail}` : 'read';
};

const [org] = good.orgs;

describe('a snapshot file', () => {
  it('is read as it was written', async () => {
    const snapshot: unknown = JSON.parse(JSON.stringify(good));
    expect(await parseSnapshot(JSON.stringify(good))).to.deep.equal({ snapshot });
  });

  for (const [what, value, expected] of [
    ['no JSON', '{', 'not-a-snapshot: it is not JSON'],
    ['null', 'null', 'not-a-snapshot: it does not say that it is one'],
    ['a report', { version: 1, findings: [] }, 'not-a-snapshot: it does not say that it is one'],
    ['of a newer version', { ...good, version: snapshotVersion + 1 }, `newer: ${snapshotVersion + 1}`],
    ['of no version', { ...good, version: 'x' }, /^not-a-snapshot: version: /],
    [
      'with an unknown policy',
      { ...good, orgs: [{ ...org, apps: [{ ...app, permittedUsers: { known: true, value: 'anybody' } }] }] },
      /^not-a-snapshot: orgs\.0\.apps\.0\.permittedUsers\.value: /,
    ],
    [
      'with a fact that is neither known nor not',
      { ...good, orgs: [{ ...org, apps: [{ ...app, scopes: { known: 'maybe' } }] }] },
      /^not-a-snapshot: orgs\.0\.apps\.0\.scopes/,
    ],
    ['with a missing part', { ...good, orgs: [{ ...org, tokens: undefined }] }, /^not-a-snapshot: orgs\.0\.tokens/],
    [
      'with a reading of no day',
      { ...good, orgs: [{ ...org, readAt: 'yesterday' }] },
      /^not-a-snapshot: orgs\.0\.readAt/,
    ],
  ] as const)
    it(`is refused when it is ${what}`, async () => {
      const problem = await problemOf(value);
      if (typeof expected === 'string') expect(problem).to.equal(expected);
      else expect(problem).to.match(expected);
    });

  it('gives nothing a prototype, and keeps nothing that it does not know', async () => {
    const text = JSON.stringify(good)
      .replace(
        '"apps":',
        '"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"unheardOf":1,"apps":',
      )
      .replace('"preflight":', '"holders":{"__proto__":["005"]},"preflight":');
    const reading = await parseSnapshot(text);
    if (!('snapshot' in reading)) throw new Error(reading.detail);
    expect(JSON.stringify(reading.snapshot)).to.equal(JSON.stringify(good));
    expect(Object.getPrototypeOf(reading.snapshot.orgs[0])).to.equal(Object.prototype);
    expect({}).to.not.have.property('isAdmin');
  });

  it('may nest as deeply as it likes without harm', async () => {
    const deep = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`;
    expect(await problemOf(deep)).to.match(/^not-a-snapshot/);
    expect(await problemOf(JSON.stringify(good).replace('"plugin":', `"more":${deep},"plugin":`))).to.equal('read');
  });

  it('has a JSON schema that says the same', () => {
    const published: unknown = JSON.parse(readFileSync('schemas/clientapp-snapshot.json', 'utf8'));
    expect(published).to.deep.equal(snapshotJsonSchema());
  });

  describe('on disk', () => {
    let folder: string;
    before(async () => (folder = await mkdtemp(join(tmpdir(), 'clientapp-snapshot-'))));
    after(() => rm(folder, { recursive: true }));

    const detailOf = async (file: string): Promise<string> => {
      const reading = await readSnapshot(file);
      return 'problem' in reading ? `${reading.problem}: ${reading.detail}` : 'read';
    };

    it('is not read when it is larger than memory should hold', async () => {
      const file = join(folder, 'huge.json');
      await writeFile(file, '{');
      await truncate(file, 257 * 1024 * 1024);
      expect(await detailOf(file)).to.equal('too-large: 256 MB');
    });

    it('is a file', async () => {
      expect(await detailOf(folder)).to.equal('not-a-snapshot: it is no file');
      expect(await detailOf('/dev/zero')).to.equal('not-a-snapshot: it is no file');
      expect(await detailOf(join(folder, 'none.json'))).to.equal('unreadable: ENOENT');
    });
  });
});
