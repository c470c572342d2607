import { expect } from 'chai';
import type { Asker } from '../../src/generate/askMissing.js';
import { askDecisions } from '../../src/review/askDecisions.js';
import type { ReviewItem } from '../../src/review/types.js';

const item = (id: string, more: Partial<ReviewItem> = {}): ReviewItem => ({
  id,
  kind: 'policy',
  subject: id,
  shown: '',
  details: [],
  ...more,
});

/** Gives the answers one after the other; a text as often as it is refused. */
const scripted = (answers: string[]): { asker: Asker; offered: string[][]; refusals: string[] } => {
  const offered: string[][] = [];
  const refusals: string[] = [];
  const next = (): string => answers.shift() ?? expect.fail('no answer is left');
  const asker: Asker = {
    select: ({ choices }) => {
      offered.push(choices.map(({ name }) => name));
      const wanted = next();
      return Promise.resolve((choices.find(({ name }) => name === wanted) ?? expect.fail(`no choice ${wanted}`)).value);
    },
    input: ({ validate }) => {
      for (;;) {
        const text = next();
        const verdict = validate?.(text) ?? true;
        if (verdict === true) return Promise.resolve(text);
        refusals.push(verdict);
      }
    },
  };
  return { asker, offered, refusals };
};

const items = [
  item('policy/x'),
  item('scope/api', { removable: true }),
  item('finding/f', { waivable: { rule: 'f', fingerprint: 'ab' } }),
];

const ask = (asker: Asker, shown: string[] = []) =>
  askDecisions(items, {
    asker,
    reviewer: 'ann@acme.example',
    today: '2026-11-23',
    lastWaiverDay: '2026-12-31',
    show: ({ id }) => void shown.push(id),
  });

describe('asking about each item', () => {
  it('offers what goes with it, shows it before, and checks every answer', async () => {
    const { asker, offered, refusals } = scripted([
      'keep',
      ...['remove', ' ', 'Deploy without it '],
      ...['waive', 'bob', '', 'Known', '2026-11-23', '2027-01-01', '31.12.2026', '2026-12-31'],
    ]);
    const shown: string[] = [];
    const decisions = await ask(asker, shown);
    expect([...(decisions ?? [])]).to.deep.equal([
      ['policy/x', { decision: 'keep' }],
      ['scope/api', { decision: 'change', todo: 'Deploy without it', remove: true }],
      ['finding/f', { decision: 'waive', owner: 'bob', reason: 'Known', expires: '2026-12-31' }],
    ]);
    expect(shown).to.deep.equal(items.map(({ id }) => id));
    expect(offered).to.deep.equal([
      ['keep', 'change', 'stop'],
      ['keep', 'change', 'remove', 'stop'],
      ['keep', 'change', 'waive', 'stop'],
    ]);
    expect(refusals).to.deep.equal([
      'Something must be said here.',
      'Something must be said here.',
      'a waiver ends after today, and 2026-11-23 is not',
      'the audit config lets a waiver end on 2026-12-31 at the latest',
      '"31.12.2026" is not a day (YYYY-MM-DD)',
    ]);
  });

  it('decides nothing when it is stopped', async () => {
    expect(await ask(scripted(['keep', 'stop']).asker)).to.equal(undefined);
  });
});
