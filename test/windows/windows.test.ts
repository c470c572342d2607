import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SfError } from '@salesforce/core/sfError';
import { expect } from 'chai';
import { nameProblem } from '../../src/app/names.js';
import { readConfig } from '../../src/audit/config.js';
import { readManifest } from '../../src/manifest/read.js';
import { readDecisions } from '../../src/review/decisionsFile.js';
import { helperOf } from '../../src/secrets/exec/helper.js';
import { readEnvText } from '../../src/secrets/envText.js';
import { moveOver } from '../../src/secrets/moveOver.js';
import { root } from '../markdown.js';
import { exampleManifest } from '../manifest/example.js';

const refusal = (code: string): Error => Object.assign(new Error(code), { code });

/** Refuses some times, then moves nothing and is content. */
const movingAfter = (refusals: readonly Error[]) => {
  const left = [...refusals];
  const calls = { count: 0 };
  const move = (): Promise<void> => {
    calls.count += 1;
    const error = left.shift();
    return error ? Promise.reject(error) : Promise.resolve();
  };
  return { move, calls };
};

const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof SfError ? error.name : (error as { code?: string }).code),
  );

describe('replacing a file', () => {
  it('replaces it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clientapp-move-'));
    try {
      await writeFile(join(folder, 'new'), 'new');
      await writeFile(join(folder, 'file'), 'old');
      await moveOver(join(folder, 'new'), join(folder, 'file'));
      expect(await readFile(join(folder, 'file'), 'utf8')).to.equal('new');
      expect(readdirSync(folder)).to.deep.equal(['file']);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('waits on Windows for a program that has the file open', async () => {
    const { move, calls } = movingAfter([refusal('EPERM'), refusal('EBUSY'), refusal('EACCES')]);
    expect(await outcome(moveOver('a', 'b', { move, platform: 'win32' }))).to.equal('done');
    expect(calls.count).to.equal(4);
  });

  it('does not wait for ever', async () => {
    const { move, calls } = movingAfter(Array.from({ length: 100 }, () => refusal('EPERM')));
    expect(await outcome(moveOver('a', 'b', { move, platform: 'win32' }))).to.equal('EPERM');
    expect(calls.count).to.equal(8);
  });

  it('takes a refusal for one where it means that, and every other error', async () => {
    for (const [code, platform] of [
      ['EPERM', 'linux'],
      ['EACCES', 'darwin'],
      ['ENOENT', 'win32'],
    ] as const) {
      const { move, calls } = movingAfter([refusal(code)]);
      expect(await outcome(moveOver('a', 'b', { move, platform }))).to.equal(code);
      expect(calls.count).to.equal(1);
    }
  });
});

describe('names of files', () => {
  it('are none that Windows keeps for devices', () => {
    for (const name of ['Con', 'PRN', 'aux', 'Nul', 'Com1', 'LPT9'])
      expect(nameProblem(name), name).to.match(/Windows/);
    for (const name of ['Console', 'Auxiliary', 'Com10', 'Lpt', 'Con_App'])
      expect(nameProblem(name), name).to.equal(undefined);
  });

  it('can all be checked out on Windows, where case makes no difference', () => {
    for (const folder of ['src', 'messages', 'schemas', 'docs']) {
      const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
      expect(files.filter((file) => /[<>:"|?*]|[. ]$/.test(file))).to.deep.equal([]);
      expect(files.filter((file) => /(^|\/)(con|prn|aux|nul|com\d|lpt\d)(\.|\/|$)/i.test(file))).to.deep.equal([]);
      expect(new Set(files.map((file) => file.toLowerCase())).size).to.equal(files.length);
    }
  });
});

describe('helpers of secret stores on Windows', () => {
  it('are refused when they read a secret from /dev/stdin, before anything starts', async () => {
    const run = helperOf('no-such-program')(['x'], { opensStdinByName: true, input: 'secret', platform: 'win32' });
    expect(await outcome(run)).to.equal('StoreHelperUnsupportedError');
  });

  it('run without a shell and without a group of processes', async () => {
    const answer = await helperOf(process.execPath)(['-p', '"%PATH% $PATH"'], { platform: 'win32' });
    expect(answer).to.include({ code: 0, stdout: '%PATH% $PATH\n' });
    const slow = helperOf(process.execPath)(['-e', 'setTimeout(() => 0, 60000)'], {
      platform: 'win32',
      timeoutMs: 200,
    });
    expect(await outcome(slow)).to.equal('StoreHelperTimeoutError');
  });
});

describe('line endings', () => {
  const inputs: Record<string, [text: string, read: (text: string) => unknown]> = {
    'of a manifest': [exampleManifest, (text) => readManifest(text, 'clientapps/AcmeErp.clientapp.yaml')],
    'of an audit config': [
      'version: 1\nignoredApps:\n  - Old\nwaivers:\n  - rule: full-scope\n    app: A\n    owner: o\n    reason: r\n    expires: 2027-01-01\n',
      (text) =>
        readConfig(text, 'clientapp-audit.yml', {
          ruleIds: new Set(['full-scope']),
          selectorProblem: () => undefined,
          today: new Date('2026-11-23T12:00:00Z'),
        }),
    ],
    'of decisions': [
      'version: 1\nreviewer: a@acme.example\napps:\n  - name: AcmeErp\n    decisions:\n      - item: scope api\n        decision: keep\n',
      readDecisions,
    ],
    'of a dotenv file': [
      '# comment\nACMEERP_CONSUMER_KEY=\'the key\'\nACMEERP_ORG_ID=00D1\nexport OTHER="x"\n',
      (text) => [...readEnvText(text)],
    ],
  };
  for (const [what, [text, read]] of Object.entries(inputs)) {
    it(`${what} make no difference`, () => {
      const plain = read(text);
      expect(JSON.stringify(plain)).to.have.length.greaterThan(30);
      expect(JSON.stringify(plain)).to.not.include('"message"');
      expect(read(text.replaceAll('\n', '\r\n'))).to.deep.equal(plain);
    });
  }
});
