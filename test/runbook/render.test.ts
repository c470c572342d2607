import { expect } from 'chai';
import type { ClientApp } from '../../src/app/clientApp.js';
import type { RunbookFacts } from '../../src/runbook/facts.js';
import { historyOf } from '../../src/runbook/history.js';
import { readKept } from '../../src/runbook/kept.js';
import { renderRunbook } from '../../src/runbook/render.js';
import { shellWord } from '../../src/runbook/commandLines.js';
import type { RotationRecord } from '../../src/rotation/types.js';
import { aClientApp } from '../audit/rules/anInventory.js';
import { commandProblems, commandsIn, wordsOf } from './commandCheck.js';

const facts = (app: Partial<ClientApp> = {}, more: Partial<RunbookFacts> = {}): RunbookFacts => ({
  app: aClientApp({ model: 'backend', flow: 'client-credentials', ...app }),
  manifest: 'clientapps/Billing.clientapp.yaml',
  environments: [],
  history: [],
  notes: '',
  ...more,
});

const kinds: Record<string, Partial<ClientApp>> = {
  'staged secret': {},
  'secret in Setup': { registration: 'connected-app' },
  certificate: { flow: 'jwt-bearer' },
  'public client': { model: 'mobile', flow: 'authorization-code' },
};

const record = (overrides: Partial<RotationRecord>): RotationRecord => ({
  id: '1',
  app: 'Billing',
  orgId: '00D000000000001',
  org: 'production',
  by: 'ann@laptop',
  store: 'sf',
  stage: 'overlap',
  appId: '0xI000000000001',
  consumerId: '888000000000001',
  userId: '005000000000001',
  oldKey: 'old',
  newKey: 'new',
  verified: { next: true, current: true },
  recorded: true,
  startedAt: '2026-10-01T08:00:00Z',
  overlapDays: 7,
  notes: [],
  ...overrides,
});

describe('runbook', () => {
  for (const [kind, app] of Object.entries(kinds)) {
    it(`names only commands and flags that there are: ${kind}`, async () => {
      for (const org of [undefined, { org: 'production', rows: [] }]) {
        const commands = commandsIn(renderRunbook(facts(app, { orgFacts: org })));
        expect(commands.length).to.be.greaterThan(8);
        const problems = await Promise.all(commands.map(commandProblems));
        expect(problems.flat()).to.deep.equal([]);
      }
    });
  }

  it('notices a flag that there is not', async () => {
    expect(await commandProblems('sf clientapp verify --name A --target-org O --reveal')).to.have.lengthOf(1);
    expect(await commandProblems('sf clientapp verify --target-org O')).to.have.lengthOf(1);
    expect(await commandProblems('sf clientapp verify --name --target-org O')).to.not.be.empty;
  });

  it('says when rotation and review are due, from the dates that are written down', () => {
    const dated = renderRunbook(
      facts({
        credentials: { store: 'sf', rotateEveryDays: 90, lastRotated: '2026-11-01' },
        review: { everyDays: 365, last: '2026-02-28', by: 'ann@acme.example' },
      }),
    );
    expect(dated).to.include('| Next rotation due | 2027-01-30 |');
    expect(dated).to.include('Next due: 2027-02-28.');
    const undated = renderRunbook(
      facts({ credentials: { store: 'sf', rotateEveryDays: 90 }, review: { everyDays: 365 } }),
    );
    expect(undated).to.include('| Next rotation due | now: no rotation is written down |');
    expect(undated).to.include('Next due: now: no review is written down.');
  });

  it('has no text of a manifest that acts in Markdown', () => {
    const hostile =
      '</table><img src=x onerror=alert(1)> | a | `b` [c](https://evil.example) @everyone\n# heading\n```sh\nrm -rf /\n```';
    const text = renderRunbook(
      facts({
        label: hostile,
        description: hostile,
        owner: { name: hostile, email: 'a@b.example' },
        vendor: { name: hostile, url: 'https://x.example', dueDiligence: [] },
        scopes: { api: hostile },
        credentials: { store: `exec:${hostile}`, rotateEveryDays: 90 },
        review: { everyDays: 365, by: hostile, last: '2026-01-01' },
      }),
    );
    const prose = text.split('\n').filter((line) => !line.trim().startsWith('sf clientapp'));
    expect(prose.filter((line) => /<img|<\/table|\[c\]|`b`|@everyone|rm -rf \/`/.test(line))).to.deep.equal([]);
    expect(prose.filter((line) => line.startsWith('# '))).to.have.lengthOf(1);
    expect(commandsIn(text).every((line) => line.startsWith('sf clientapp '))).to.equal(true);
    expect(text.match(/\n## Rotation\n/g)).to.have.lengthOf(1);
  });

  it('makes one word of whatever a name holds', () => {
    for (const word of ["it's", '$(id)', 'a b', '-rf', '`x`', 'a;b', '']) {
      expect(wordsOf(`x ${shellWord(word)} y`)[1] ?? '').to.equal(word === '' ? '' : word);
    }
    expect(shellWord('a\nb')).to.equal("'a b'");
    expect(shellWord('AcmeErp')).to.equal('AcmeErp');
  });

  it('keeps history, facts of an org and notes when it is generated elsewhere', () => {
    const app = aClientApp({ model: 'backend', flow: 'client-credentials' });
    const records = [
      record({ id: '1', stage: 'retired', promotedAt: '2026-10-01T08:05:00Z', endedAt: '2026-10-08T08:00:00Z' }),
      record({ id: '2', stage: 'cancelled', startedAt: '2026-09-01T08:00:00Z', endedAt: '2026-09-01T09:00:00Z' }),
      record({ id: '3', app: 'Other', promotedAt: '2026-10-02T08:05:00Z' }),
    ];
    const orgFacts = { org: 'production', rows: [{ fact: 'Id', value: '0xI000000000001' }] };
    const here = renderRunbook({
      ...facts(),
      app,
      orgFacts,
      notes: 'Call Bob first.\n\n| a | b |',
      history: historyOf(app, records, []),
    });
    const kept = readKept(here);
    expect(kept?.history.map(({ day, event }) => [day, event])).to.deep.equal([
      ['2026-09-01', 'rotation of the secret cancelled'],
      ['2026-10-01', 'secret rotated'],
      ['2026-10-08', 'old secret gone'],
      ['2026-11-01', 'credential rotated'],
      ['2026-11-01', 'reviewed'],
    ]);
    expect(kept).to.deep.include({ orgFacts, notes: 'Call Bob first.\n\n| a | b |' });
    const elsewhere = renderRunbook({
      ...facts(),
      app,
      orgFacts: kept?.orgFacts,
      notes: kept?.notes ?? '',
      history: historyOf(app, [], kept?.history ?? []),
    });
    expect(elsewhere).to.equal(here);
  });

  it('does not take facts of an org that somebody edited for what the org said', () => {
    const text = renderRunbook(facts({}, { orgFacts: { org: 'uat', rows: [{ fact: 'Switched on', value: 'yes' }] } }));
    expect(readKept(text)?.orgFacts?.org).to.equal('uat');
    expect(readKept(text.replace('| Switched on | yes |', '| Switched on | no |'))?.orgFacts).to.equal(undefined);
    expect(readKept(`x${text}`)).to.equal(undefined);
  });

  it('keeps no row of a history that would act in Markdown', () => {
    const row = { day: '2026-10-01', event: 'secret rotated', org: 'uat', by: 'ann' };
    const text = renderRunbook(facts({}, { history: [row] }));
    expect(readKept(text)?.history).to.deep.equal([row]);
    for (const cell of ['<img src=x>', '[x](https://evil.example)', '`x`', '&lt;b', 'a | b'])
      expect(readKept(text.replace('| ann |', `| ${cell} |`))?.history, cell).to.deep.equal([]);
  });

  it('says once what manifest and journal both know', () => {
    const app = aClientApp({
      credentials: { store: 'sf', rotateEveryDays: 90, lastRotated: '2026-10-01' },
      review: { everyDays: 365 },
    });
    const rows = historyOf(app, [record({ promotedAt: '2026-10-01T08:05:00Z' })], []);
    expect(rows).to.deep.equal([
      { day: '2026-10-01', event: 'secret rotated', org: 'production', by: 'ann@&#8203;laptop' },
    ]);
  });
});
