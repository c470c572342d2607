import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SfError } from '@salesforce/core/sfError';
import { expect } from 'chai';
import { readConfig } from '../../src/audit/config.js';
import { baselineOf, snapshotOf } from '../../src/auditRun/request.js';
import { toSnapshot } from '../../src/inventory/snapshot/toSnapshot.js';
import { readManifest } from '../../src/manifest/read.js';
import { chained, noEntry, verifyCase } from '../../src/revocation/caseChain.js';
import { readDecisions } from '../../src/review/decisionsFile.js';
import { evidenceProblems, recordOf, type ReviewRecord } from '../../src/review/record.js';
import { JournalFile } from '../../src/rotation/journalFile.js';
import { readRotations } from '../../src/rotation/journal.js';
import { countLeases } from '../../src/secretAccess/lease.js';
import { CredentialFile } from '../../src/secrets/credentialFile.js';
import { openKeychainStore, type KeychainEntry } from '../../src/secrets/keychainStore.js';
import { openExecStore } from '../../src/secrets/execStore.js';
import { anApp, anInventory, evidence } from '../audit/rules/anInventory.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { exampleManifest } from '../manifest/example.js';
import { address, credential } from '../secrets/support.js';

/** A kind of file or record that outlives the version of the plugin that wrote it. */
type Format = {
  what: string;
  /** As this version writes it. */
  text: () => string;
  /** The same with another version; undefined takes the version away. */
  withVersion: (text: string, version: number | undefined) => string;
  /** Reads it as commands do; rejects, or gives what a person is told. */
  read: (text: string) => Promise<string>;
  /** What has no version is of the time before there were versions; elsewhere it is damaged. */
  mayLackVersion: boolean;
};

const understood = 'understood';

const inJson = (text: string, version: number | undefined): string => {
  const { version: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(version === undefined ? rest : { version, ...rest });
};

const inYaml = (text: string, version: number | undefined): string =>
  `${version === undefined ? '' : `version: ${version}\n`}${text.replace(/^version: .*\n/m, '')}`;

const told = (problems: ReadonlyArray<{ message: string }>): string => {
  const text = problems.map(({ message }) => message).join('\n');
  return text === '' ? understood : text;
};

const inFile = async <T>(text: string, read: (file: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientapp-versions-'));
  try {
    const file = join(folder, 'file.json');
    await writeFile(file, text);
    return await read(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const inState = async (file: string, text: string, read: () => Promise<unknown>): Promise<string> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await read();
  return understood;
};

const record = (): string => JSON.stringify({ version: 1, ...credential });

const readFromKeychain = async (text: string): Promise<string> => {
  const entry: KeychainEntry = {
    getSecret: () => Promise.resolve([...Buffer.from(text)]),
    setSecret: () => Promise.resolve(),
    deleteCredential: () => Promise.resolve(true),
  };
  const { current } = await (await openKeychainStore(() => Promise.resolve(entry))).read(address);
  expect(current?.consumerSecret).to.equal(credential.consumerSecret);
  return understood;
};

/** A program that prints a file, whatever it is asked for. */
const readFromProgram = (text: string): Promise<string> =>
  inFile(text, async (file) => {
    const script = `process.stdout.write(require('node:fs').readFileSync('${file}'))`;
    const command = `${process.execPath} -e "${script}" --`;
    const { current } = await (await openExecStore(command, `exec:${command}`)).read(address);
    expect(current?.consumerSecret).to.equal(credential.consumerSecret);
    return understood;
  });

const snapshot = (): string =>
  JSON.stringify(
    toSnapshot(
      [
        {
          org: 'uat',
          orgId: '00D1',
          readAt: '2026-11-01T00:00:00.000Z',
          inventory: anInventory({
            apps: [anApp({ origin: { kind: 'org', org: 'uat', id: '0xI1' } })],
            orgs: [evidence()],
          }),
        },
      ],
      { createdAt: '2026-11-01T00:00:00.000Z', plugin: '1.0.0' },
    ),
  );

const reviewRecord = (): ReviewRecord =>
  recordOf({ app: 'AcmeErp', items: [], notLookedAt: [] }, new Map(), {
    manifest: 'clientapps/AcmeErp.clientapp.yaml',
    date: '2026-11-23',
    reviewer: 'integrations@acme.example',
  });

const caseLine = (): string =>
  JSON.stringify(chained({ action: 'start', result: 'done' }, 0, new Date('2026-11-23T10:00:00Z'), noEntry));

const formats: Format[] = [
  {
    what: 'manifest',
    text: () => exampleManifest,
    withVersion: inYaml,
    read: (text) => Promise.resolve(told(readManifest(text, 'clientapps/AcmeErp.clientapp.yaml').problems)),
    mayLackVersion: true,
  },
  {
    what: 'audit config',
    text: () => 'version: 1\nignoredApps: [Old]\n',
    withVersion: inYaml,
    read: (text) => {
      const reading = readConfig(text, 'clientapp-audit.yml', {
        ruleIds: new Set(),
        selectorProblem: () => undefined,
        today: new Date('2026-11-23T12:00:00Z'),
      });
      return Promise.resolve(told('problems' in reading ? reading.problems : []));
    },
    mayLackVersion: true,
  },
  {
    what: 'decisions file of a review',
    text: () => 'version: 1\napps:\n  - name: AcmeErp\n    decisions: []\n',
    withVersion: inYaml,
    read: (text) => {
      const reading = readDecisions(text);
      return Promise.resolve(told('problems' in reading ? reading.problems : []));
    },
    mayLackVersion: true,
  },
  {
    what: 'snapshot',
    text: snapshot,
    withVersion: inJson,
    read: (text) => inFile(text, async (file) => ((await snapshotOf(file)).length === 1 ? understood : 'empty')),
    mayLackVersion: false,
  },
  {
    what: 'baseline',
    text: () => JSON.stringify({ version: 1, findings: [] }),
    withVersion: inJson,
    read: (text) => inFile(text, (file) => baselineOf(file).then(() => understood)),
    mayLackVersion: false,
  },
  {
    what: 'credential file',
    text: () => JSON.stringify({ version: 1 }),
    withVersion: inJson,
    read: (text) => inState(new CredentialFile().getPath(), text, () => CredentialFile.create()),
    mayLackVersion: false,
  },
  { what: 'keychain item', text: record, withVersion: inJson, read: readFromKeychain, mayLackVersion: true },
  { what: 'item of a vault', text: record, withVersion: inJson, read: readFromProgram, mayLackVersion: true },
  {
    what: 'journal of rotations',
    text: () => JSON.stringify({ version: 1 }),
    withVersion: inJson,
    read: (text) => inState(new JournalFile().getPath(), text, readRotations),
    mayLackVersion: false,
  },
  {
    what: 'record of temporary org changes',
    text: () => JSON.stringify({ version: 1, leases: [] }),
    withVersion: inJson,
    read: (text) => inState(join(homedir(), '.sf', 'clientapp-leases.json'), text, countLeases),
    mayLackVersion: false,
  },
  {
    what: 'case file of a revocation',
    text: caseLine,
    withVersion: inJson,
    read: (text) => {
      const verdict = verifyCase(`${text}\n`);
      return Promise.resolve(verdict.intact ? understood : verdict.why);
    },
    mayLackVersion: false,
  },
  {
    what: 'evidence of a review',
    text: () => JSON.stringify(reviewRecord()),
    withVersion: inJson,
    read: (text) => {
      const problems = evidenceProblems(JSON.parse(text) as ReviewRecord);
      return Promise.resolve(told(problems.map((message) => ({ message }))));
    },
    mayLackVersion: false,
  },
];

/** What a person is told in the end: text and next actions. */
const answerTo = (reading: Promise<string>): Promise<string> =>
  reading.catch((error: unknown) => {
    const { message, actions = [] } = SfError.wrap(error);
    return [message, ...actions].join('\n');
  });

describe('formats that outlive a version', () => {
  useTemporaryHome();

  for (const { what, text, withVersion, read, mayLackVersion } of formats) {
    describe(what, () => {
      it('is read in the version that is written', async () => {
        expect(await answerTo(read(text()))).to.equal(understood);
        expect(await answerTo(read(withVersion(text(), 1)))).to.equal(understood);
      });

      it('is refused in a newer version, and told to be that', async () => {
        const answer = await answerTo(read(withVersion(text(), 2)));
        expect(answer)
          .to.match(/newer|version 1/)
          .and.match(/update/i);
      });

      it('has one mistake in a newer version, whatever else is new in it', async () => {
        const newer = withVersion(text(), 99);
        const answer = await answerTo(
          read(newer.startsWith('{') ? newer.replace(/\}$/, ',"new":1}') : `${newer}new: 1\n`),
        );
        expect(answer)
          .to.match(/newer|version 1/)
          .and.match(/update/i);
        expect(answer).to.not.match(/"?new"? is not|unrecognized/i);
      });

      it(mayLackVersion ? 'may lack the version' : 'is not taken for well without a version', async () => {
        const answer = await answerTo(read(withVersion(text(), undefined)));
        if (mayLackVersion) expect(answer).to.equal(understood);
        else expect(answer).to.not.equal(understood);
      });
    });
  }
});
