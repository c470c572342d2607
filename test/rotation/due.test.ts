import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { dueRows, rotationsDue } from '../../src/rotation/due.js';
import { backendManifest } from '../nut/appFiles.js';

const today = new Date('2026-11-23T10:00:00.000Z');

describe('what is due by the manifests', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'clientapp-due-'));
    await mkdir(join(root, 'clientapps'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const put = (name: string, credentials: string): Promise<void> =>
    writeFile(
      join(root, 'clientapps', `${name}.clientapp.yaml`),
      backendManifest(name, 'external-client-app', `credentials: { store: sf, ${credentials} }\n`),
    );

  it('comes first what is due, then what nobody knows, then the rest', async () => {
    await put('Fresh', 'rotateEveryDays: 90, lastRotated: 2026-11-01');
    await put('Late', 'rotateEveryDays: 90, lastRotated: 2026-08-25');
    await put('Later', 'rotateEveryDays: 90, lastRotated: 2026-01-01');
    await put('Never', 'rotateEveryDays: 90');
    await writeFile(join(root, 'clientapps', 'Torn.clientapp.yaml'), 'name: [');
    const due = await rotationsDue(root, today);
    expect(due.map(({ app, status, due: day }) => [app, status, day])).to.deep.equal([
      ['Later', 'due', '2026-04-01'],
      ['Late', 'due', '2026-11-23'],
      ['Never', 'unknown', undefined],
      ['Torn', 'unknown', undefined],
      ['Fresh', 'not-due', '2027-01-30'],
    ]);
    expect(dueRows(due)).to.deep.include.members([
      { App: 'Late', 'Last Rotated': '2026-08-25', Every: '90 days', Due: '2026-11-23, overdue' },
      { App: 'Torn', 'Last Rotated': 'not recorded', Every: 'unknown', Due: 'unknown' },
    ]);
  });

  it('leaves out apps without a secret', async () => {
    await writeFile(
      join(root, 'clientapps', 'Jwt.clientapp.yaml'),
      backendManifest('Jwt', 'external-client-app').replace('client-credentials', 'jwt-bearer'),
    );
    expect(await rotationsDue(root, today)).to.deep.equal([]);
  });

  it('is nothing in a project without manifests', async () => {
    await rm(join(root, 'clientapps'), { recursive: true });
    expect(await rotationsDue(root, today)).to.deep.equal([]);
  });
});
