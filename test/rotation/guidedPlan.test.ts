import { expect } from 'chai';
import { nextGuidedCancelStep, nextGuidedStep } from '../../src/rotation/guided/plan.js';
import type { GuidedRotation, GuidedStep, SeenGuided } from '../../src/rotation/guided/types.js';

const record = (overrides: Partial<GuidedRotation> = {}): GuidedRotation => ({
  kind: 'guided',
  id: 'r1',
  app: 'OldErp',
  orgId: '00D000000000001AAA',
  org: 'uat',
  by: 'dev@host',
  store: 'sf',
  stage: 'planned',
  oldKey: 'old',
  newKey: 'new',
  verified: { next: false, current: false },
  recorded: false,
  oldRefused: false,
  startedAt: '2026-11-23T10:00:00.000Z',
  notes: [],
  ...overrides,
});

const seen = (stored: SeenGuided['stored']): SeenGuided => ({ stored });

const both = seen({ current: 'old', next: 'new' });
const swapped = seen({ current: 'new', previous: 'old' });
const tried = { verified: { next: true, current: false } } as const;
const proven = { verified: { next: true, current: true } } as const;
const givenUp = {
  do: 'finish',
  stage: 'cancelled',
  note: 'Given up: the new pair was not in the store. Generate another one in Setup.',
} as const;

const cases: Array<[string, GuidedRotation, SeenGuided, GuidedStep]> = [
  ['tries the new pair once it is stored', record(), both, { do: 'verify-next' }],
  ['swaps what works', record(tried), both, { do: 'swap-store' }],
  [
    'goes on with a swap that was cut short',
    record(tried),
    seen({ current: 'new', next: 'new', previous: 'old' }),
    { do: 'swap-store' },
  ],
  ['fills a store that has nothing current', record(tried), seen({ next: 'new' }), { do: 'swap-store' }],
  ['proves what is current', record(tried), swapped, { do: 'verify-current' }],
  ['records the day', record(proven), swapped, { do: 'record' }],
  ['tries the old pair, which must be refused', record({ ...proven, recorded: true }), swapped, { do: 'try-old' }],
  [
    'drops the old pair once the org refuses it',
    record({ ...proven, recorded: true, oldRefused: true }),
    swapped,
    { do: 'forget-previous' },
  ],
  [
    'is over when the old pair is not in the store any more',
    record({ ...proven, recorded: true, oldRefused: true }),
    seen({ current: 'new' }),
    { do: 'finish', stage: 'retired' },
  ],
  [
    'leaves a previous pair alone that is not the old one',
    record({ ...proven, recorded: true }),
    seen({ current: 'new', previous: 'older' }),
    { do: 'finish', stage: 'retired' },
  ],
  [
    'has no old pair to try where the store had none',
    record({ ...proven, recorded: true, oldKey: undefined }),
    seen({ current: 'new' }),
    { do: 'finish', stage: 'retired' },
  ],
  ['stops at a stored pair of neither side', record(tried), seen({ current: 'third', next: 'new' }), { do: 'stop' }],
  ['gives up when the new pair was never stored', record(), seen({ current: 'old' }), givenUp],
  ['gives up when the store has nothing at all', record(), seen({}), givenUp],
  ['leaves the next version of others alone', record(), seen({ current: 'old', next: 'third' }), givenUp],
];

const cancels: Array<[string, SeenGuided, GuidedStep]> = [
  ['drops what was stored', both, { do: 'forget-next' }],
  ['is too late once the new pair is current', swapped, { do: 'too-late' }],
  ['is too late in the middle of the swap', seen({ current: 'new', next: 'new', previous: 'old' }), { do: 'too-late' }],
  ['has nothing to undo before the new pair is stored', seen({ current: 'old' }), { do: 'finish', stage: 'cancelled' }],
  [
    'leaves the next version of others alone',
    seen({ current: 'old', next: 'third' }),
    { do: 'finish', stage: 'cancelled' },
  ],
];

const ended = ['retired', 'cancelled', 'failed'] as const;

describe('the plan of a guided rotation', () => {
  for (const [what, from, sight, step] of cases)
    it(what, () => expect(nextGuidedStep(from, sight)).to.deep.equal(step));

  for (const stage of ended)
    it(`does nothing to one that is ${stage}`, () =>
      expect(nextGuidedStep(record({ stage }), both)).to.deep.equal({ do: 'finish', stage: 'retired' }));
});

describe('the plan of a cancelled guided rotation', () => {
  for (const [what, sight, step] of cancels)
    it(what, () => expect(nextGuidedCancelStep(record(), sight)).to.deep.equal(step));

  for (const stage of ended)
    it(`does nothing to one that is ${stage}`, () =>
      expect(nextGuidedCancelStep(record({ stage }), both)).to.deep.equal({ do: 'finish', stage: 'cancelled' }));
});
