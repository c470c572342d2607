import { expect } from 'chai';
import { nextCancelStep, nextStep } from '../../src/rotation/plan.js';
import type { RotationRecord, Seen, Slot, Step } from '../../src/rotation/types.js';

const start = '2026-11-23T10:00:00.000Z';
const user = '005000000000001AAA';

const record = (overrides: Partial<RotationRecord> = {}): RotationRecord => ({
  id: 'r1',
  app: 'AcmeErp',
  orgId: '00D000000000001AAA',
  org: 'uat',
  by: 'dev@host',
  store: 'sf',
  stage: 'planned',
  appId: '0xI000000000001AAA',
  consumerId: '888000000000001AAA',
  userId: user,
  oldKey: 'old',
  verified: { next: false, current: false },
  recorded: false,
  startedAt: start,
  overlapDays: 7,
  notes: [],
  ...overrides,
});

const pair = (overrides: Partial<Extract<Slot, { kind: 'pair' }>> = {}): Slot => ({
  kind: 'pair',
  id: '8Ac000000000001AAA',
  key: 'new',
  state: 'active',
  createdBy: user,
  createdDate: start,
  ...overrides,
});

const seen = (overrides: Partial<Seen> = {}): Seen => ({
  primaryKey: 'old',
  slot: { kind: 'empty' },
  stored: { current: 'old' },
  now: new Date(start),
  ...overrides,
});

const staging = { intent: { act: 'stage', since: start } } as const;
const promoted = { newKey: 'new', promotedAt: start, retireAfter: '2026-11-30T10:00:00.000Z' } as const;
const overlapping = { ...promoted, verified: { next: true, current: true }, recorded: true } as const;
const oldInSlot = pair({ key: 'old', state: 'rotated' });

const cases: Array<[string, RotationRecord, Seen, Step]> = [
  ['stages first', record(), seen(), { do: 'stage' }],
  ['stages for a store that has nothing yet', record(), seen({ stored: {} }), { do: 'stage' }],
  [
    'adopts a pair that it asked for when it was killed',
    record(staging),
    seen({ slot: pair() }),
    { do: 'store-next', stagedId: '8Ac000000000001AAA', key: 'new', expirationDate: undefined },
  ],
  [
    'leaves a pair of another user alone',
    record(staging),
    seen({ slot: pair({ createdBy: '005000000000002AAA' }) }),
    { do: 'stop', problem: 'foreign-pair' },
  ],
  [
    'adopts a pair that was made as long before it asked as clocks may differ',
    record(staging),
    seen({ slot: pair({ createdDate: '2026-11-23T09:58:00.000Z' }) }),
    { do: 'store-next', stagedId: '8Ac000000000001AAA', key: 'new', expirationDate: undefined },
  ],
  [
    'adopts a pair that its request was as long on its way for as requests may be',
    record(staging),
    seen({ slot: pair({ createdDate: '2026-11-23T10:10:00.000Z' }) }),
    { do: 'store-next', stagedId: '8Ac000000000001AAA', key: 'new', expirationDate: undefined },
  ],
  [
    'leaves a pair alone of which the org does not say who made it',
    record(staging),
    seen({ slot: pair({ createdBy: undefined }) }),
    { do: 'stop', problem: 'foreign-pair' },
  ],
  [
    'knows a pair by the id that it wrote down, in 15 characters or 18',
    record({ stagedId: '8Ac000000000001' }),
    seen({ slot: pair() }),
    { do: 'store-next', stagedId: '8Ac000000000001AAA', key: 'new', expirationDate: undefined },
  ],
  [
    'leaves a pair of another id alone',
    record({ stagedId: '8Ac000000000002AAA' }),
    seen({ slot: pair() }),
    { do: 'stop', problem: 'foreign-pair' },
  ],
  [
    'leaves a pair alone that took the place of its own',
    record({ ...staging, newKey: 'new', stagedId: '8Ac000000000001AAA' }),
    seen({ slot: pair({ key: 'third' }) }),
    { do: 'stop', problem: 'foreign-pair' },
  ],
  [
    'leaves a pair alone that was there before it asked',
    record(staging),
    seen({ slot: pair({ createdDate: '2026-11-23T09:50:00.000Z' }) }),
    { do: 'stop', problem: 'foreign-pair' },
  ],
  [
    'leaves a pair alone that its own user staged much later, by hand',
    record(staging),
    seen({ slot: pair({ createdDate: '2026-11-23T10:30:00.000Z' }) }),
    { do: 'stop', problem: 'foreign-pair' },
  ],
  [
    'leaves a pair alone when it never asked',
    record(),
    seen({ slot: pair() }),
    { do: 'stop', problem: 'foreign-pair' },
  ],
  [
    'does nothing to a pair in a state that it does not know',
    record({ newKey: 'new' }),
    seen({ slot: pair({ state: 'unknown' }) }),
    { do: 'stop', problem: 'unknown-pair' },
  ],
  [
    'verifies what it has stored',
    record({ newKey: 'new' }),
    seen({ slot: pair(), stored: { current: 'old', next: 'new' } }),
    { do: 'verify-next' },
  ],
  [
    'stores again when the store lost it',
    record({ newKey: 'new', verified: { next: true, current: false } }),
    seen({ slot: pair() }),
    { do: 'store-next', stagedId: '8Ac000000000001AAA', key: 'new', expirationDate: undefined },
  ],
  [
    'promotes what is stored and verified',
    record({ newKey: 'new', verified: { next: true, current: false } }),
    seen({ slot: pair(), stored: { current: 'old', next: 'new' } }),
    { do: 'promote', stagedId: '8Ac000000000001AAA' },
  ],
  [
    'forgets a stored pair that is gone from the org',
    record({ newKey: 'new' }),
    seen({ stored: { current: 'old', next: 'new' } }),
    { do: 'forget-next', note: 'Started over: the staged pair was gone from the org.' },
  ],
  [
    'leaves the next version of others alone when its own pair is gone from the org',
    record({ newKey: 'new' }),
    seen({ stored: { current: 'old', next: 'third' } }),
    { do: 'stage' },
  ],
  [
    'clears an expired pair out of the slot',
    record({ newKey: 'new' }),
    seen({ slot: pair({ state: 'expired' }), stored: { current: 'old', next: 'new' } }),
    { do: 'withdraw', stagedId: '8Ac000000000001AAA' },
  ],
  [
    'does not touch a store that holds another pair',
    record(),
    seen({ stored: { current: 'other' } }),
    { do: 'stop', problem: 'other-pair-stored' },
  ],
  [
    'stops when somebody else has rotated',
    record(),
    seen({ primaryKey: 'third' }),
    { do: 'stop', problem: 'rotated-elsewhere' },
  ],
  [
    'stops when the old pair is the org’s again after a promotion',
    record(promoted),
    seen(),
    { do: 'stop', problem: 'rotated-elsewhere' },
  ],
  [
    'swaps the store after a promotion that it did not live to write down',
    record({ newKey: 'new', verified: { next: true, current: false }, intent: { act: 'promote', since: start } }),
    seen({ primaryKey: 'new', slot: oldInSlot, stored: { current: 'old', next: 'new' } }),
    { do: 'swap-store', validUntil: undefined },
  ],
  [
    'goes on with a swap that was cut off',
    record(promoted),
    seen({ primaryKey: 'new', slot: oldInSlot, stored: { current: 'new', next: 'new', previous: 'old' } }),
    { do: 'swap-store', validUntil: undefined },
  ],
  [
    'reads the new pair again when the store has lost it',
    record(promoted),
    seen({ primaryKey: 'new', slot: oldInSlot, stored: { current: 'old' } }),
    { do: 'recover-next', key: 'new' },
  ],
  [
    'fills a store that has nothing current after the promotion',
    record(promoted),
    seen({ primaryKey: 'new', slot: oldInSlot, stored: { next: 'new' } }),
    { do: 'swap-store', validUntil: undefined },
  ],
  [
    'tells the store how long the old pair works',
    record(promoted),
    seen({
      primaryKey: 'new',
      slot: pair({ key: 'old', state: 'rotated', expirationDate: '2026-12-23T10:00:00.000Z' }),
      stored: { current: 'old', next: 'new' },
    }),
    { do: 'swap-store', validUntil: '2026-12-23T10:00:00.000Z' },
  ],
  [
    'does not write over another pair that was stored after the promotion',
    record(promoted),
    seen({ primaryKey: 'new', slot: oldInSlot, stored: { current: 'third', next: 'new', previous: 'old' } }),
    { do: 'stop', problem: 'other-pair-stored' },
  ],
  [
    'stops when the consumer is gone',
    record(),
    seen({ primaryKey: undefined }),
    { do: 'stop', problem: 'consumer-gone' },
  ],
  [
    'does nothing to an old pair in a state that it cannot have',
    record(overlapping),
    seen({ primaryKey: 'new', slot: pair({ key: 'old' }), stored: { current: 'new', previous: 'old' } }),
    { do: 'stop', problem: 'unknown-pair' },
  ],
  [
    'has nothing to tell of an old pair that it deleted itself',
    record({ ...overlapping, intent: { act: 'retire', since: start } }),
    seen({ primaryKey: 'new', stored: { current: 'new', previous: 'old' } }),
    { do: 'forget-previous' },
  ],
  [
    'verifies the new pair as current',
    record(promoted),
    seen({ primaryKey: 'new', slot: oldInSlot, stored: { current: 'new', previous: 'old' } }),
    { do: 'verify-current' },
  ],
  [
    'records the day',
    record({ ...promoted, verified: { next: true, current: true } }),
    seen({ primaryKey: 'new', slot: oldInSlot, stored: { current: 'new', previous: 'old' } }),
    { do: 'record' },
  ],
  [
    'waits for the end of the overlap',
    record(overlapping),
    seen({ primaryKey: 'new', slot: oldInSlot, stored: { current: 'new', previous: 'old' } }),
    { do: 'wait', until: '2026-11-30T10:00:00.000Z' },
  ],
  [
    'retires when it is due',
    record(overlapping),
    seen({
      primaryKey: 'new',
      slot: oldInSlot,
      stored: { current: 'new', previous: 'old' },
      now: new Date('2026-11-30T10:00:00.000Z'),
    }),
    { do: 'retire', stagedId: '8Ac000000000001AAA' },
  ],
  [
    'retires an old pair that has expired in the overlap',
    record(overlapping),
    seen({
      primaryKey: 'new',
      slot: pair({ key: 'old', state: 'expired' }),
      stored: { current: 'new', previous: 'old' },
    }),
    { do: 'retire', stagedId: '8Ac000000000001AAA' },
  ],
  [
    'waits when the clock stands as long before the promotion as clocks may differ',
    record(overlapping),
    seen({
      primaryKey: 'new',
      slot: oldInSlot,
      stored: { current: 'new', previous: 'old' },
      now: new Date('2026-11-23T09:58:00.000Z'),
    }),
    { do: 'wait', until: '2026-11-30T10:00:00.000Z' },
  ],
  [
    'stops at a clock that stands before the promotion',
    record(overlapping),
    seen({
      primaryKey: 'new',
      slot: oldInSlot,
      stored: { current: 'new', previous: 'old' },
      now: new Date('2026-11-01T00:00:00.000Z'),
    }),
    { do: 'stop', problem: 'clock' },
  ],
  [
    'retires at once when there is to be no overlap, whatever the clock says',
    record({ ...overlapping, retireAfter: start }),
    seen({
      primaryKey: 'new',
      slot: oldInSlot,
      stored: { current: 'new', previous: 'old' },
      now: new Date('2026-11-01T00:00:00.000Z'),
    }),
    { do: 'retire', stagedId: '8Ac000000000001AAA' },
  ],
  [
    'forgets the old pair when the org has dropped it',
    record(overlapping),
    seen({ primaryKey: 'new', stored: { current: 'new', previous: 'old' } }),
    { do: 'forget-previous', note: 'The old pair was gone from the org before its overlap was over.' },
  ],
  [
    'leaves a pair alone that somebody staged in the overlap',
    record(overlapping),
    seen({ primaryKey: 'new', slot: pair({ key: 'third' }), stored: { current: 'new', previous: 'old' } }),
    { do: 'forget-previous', note: 'The org holds a second pair that is not ours; it was left alone.' },
  ],
  [
    'is over when nothing is left',
    record(overlapping),
    seen({ primaryKey: 'new', stored: { current: 'new' } }),
    { do: 'finish' },
  ],
];

const ended = ['retired', 'cancelled', 'failed'] as const;

describe('the plan of a rotation', () => {
  for (const [what, from, sight, step] of cases) {
    it(what, () => expect(nextStep(from, sight)).to.deep.equal(step));
  }

  for (const stage of ended)
    it(`does nothing to one that is ${stage}`, () =>
      expect(nextStep(record({ stage }), seen({ primaryKey: undefined }))).to.deep.equal({ do: 'finish' }));
});

describe('the plan of a cancellation', () => {
  it('takes back the pair that it staged, then what it stored, then ends', () => {
    const mine = record({ newKey: 'new' });
    expect(nextCancelStep(mine, seen({ slot: pair(), stored: { current: 'old', next: 'new' } }))).to.deep.equal({
      do: 'withdraw',
      stagedId: '8Ac000000000001AAA',
    });
    expect(nextCancelStep(mine, seen({ stored: { current: 'old', next: 'new' } }))).to.have.property(
      'do',
      'forget-next',
    );
    expect(nextCancelStep(mine, seen())).to.deep.equal({ do: 'finish' });
  });

  it('leaves the pairs of others, and the next version of others, alone', () => {
    expect(nextCancelStep(record(), seen({ slot: pair(), stored: { next: 'third' } }))).to.deep.equal({ do: 'finish' });
  });

  it('says that it is too late once the new pair is the org’s', () => {
    const late = { do: 'too-late' };
    expect(nextCancelStep(record({ newKey: 'new' }), seen({ primaryKey: 'new', slot: oldInSlot }))).to.deep.equal(late);
    expect(nextCancelStep(record(promoted), seen({ primaryKey: 'new', slot: oldInSlot }))).to.deep.equal(late);
  });

  it('gives up when somebody else has rotated, and takes along what no longer works', () => {
    const mine = record({ newKey: 'new' });
    const elsewhere = { do: 'give-up', why: 'Given up: somebody else has rotated the app meanwhile.' };
    expect(nextCancelStep(mine, seen({ primaryKey: 'third', stored: { next: 'new' } }))).to.deep.equal({
      do: 'forget-next',
    });
    expect(nextCancelStep(mine, seen({ primaryKey: 'third' }))).to.deep.equal(elsewhere);
    const after = record(promoted);
    const stored = { current: 'new', previous: 'old' };
    expect(nextCancelStep(after, seen({ primaryKey: 'third', stored }))).to.deep.equal({ do: 'forget-previous' });
    expect(nextCancelStep(after, seen({ primaryKey: 'third', stored, slot: oldInSlot })), 'still works').to.deep.equal(
      elsewhere,
    );
    expect(nextCancelStep(after, seen({ primaryKey: 'old', stored }))).to.deep.equal(elsewhere);
  });

  it('gives up when the consumer is gone', () => {
    expect(nextCancelStep(record(), seen({ primaryKey: undefined }))).to.deep.equal({
      do: 'give-up',
      why: 'Given up: the app or its consumer is gone from the org.',
    });
  });

  it('takes back a pair of its own that has expired, and leaves one in a state that it does not know', () => {
    const mine = record({ newKey: 'new' });
    const withdrawn = nextCancelStep(mine, seen({ slot: pair({ state: 'expired' }) }));
    expect(withdrawn).to.deep.equal({ do: 'withdraw', stagedId: '8Ac000000000001AAA' });
    for (const state of ['unknown', 'rotated'] as const)
      expect(nextCancelStep(mine, seen({ slot: pair({ state }) })), state).to.deep.equal({ do: 'finish' });
  });

  it('deletes nothing from a consumer that somebody else has rotated', () => {
    const step = nextCancelStep(record({ newKey: 'new' }), seen({ primaryKey: 'third', slot: pair() }));
    expect(step).to.have.property('do', 'give-up');
  });

  for (const stage of ended)
    it(`does nothing to one that is ${stage}`, () =>
      expect(nextCancelStep(record({ stage }), seen({ primaryKey: undefined }))).to.deep.equal({ do: 'finish' }));
});

/** A world that does what a step says, and can be killed before or after each of its effects. */
type World = {
  record: RotationRecord;
  org: { primary: string; slot: Slot; made: number };
  stored: Seen['stored'];
  at: number;
};

const effectsOf = (step: Step, world: World): Array<() => void> => {
  const { org, stored } = world;
  const journal = (change: Partial<RotationRecord>) => (): void => {
    world.record = { ...world.record, ...change };
  };
  const since = new Date(world.at).toISOString();
  switch (step.do) {
    case 'stage':
      return [
        journal({ intent: { act: 'stage', since }, newKey: undefined, stagedId: undefined }),
        () => {
          org.made += 1;
          org.slot = pair({ key: `new${org.made}`, createdDate: since });
        },
      ];
    case 'store-next':
      return [journal({ newKey: step.key, stagedId: step.stagedId }), () => (stored.next = step.key)];
    case 'forget-next':
      return [
        () => delete stored.next,
        journal({ newKey: undefined, stagedId: undefined, verified: { next: false, current: false } }),
      ];
    case 'verify-next':
      return [journal({ verified: { next: true, current: false } })];
    case 'promote':
      return [
        journal({ intent: { act: 'promote', since } }),
        () => {
          if (org.slot.kind !== 'pair') throw new Error('nothing to promote');
          [org.primary, org.slot] = [org.slot.key, { ...org.slot, key: org.primary, state: 'rotated' }];
        },
        journal({ promotedAt: since, retireAfter: new Date(world.at + 7 * 86_400_000).toISOString() }),
      ];
    case 'swap-store':
      return [
        () => {
          if (stored.current === world.record.oldKey) stored.previous = stored.current;
        },
        () => {
          if (stored.next !== undefined) stored.current = stored.next;
        },
        () => delete stored.next,
      ];
    case 'verify-current':
      return [journal({ verified: { next: true, current: true } })];
    case 'record':
      return [journal({ recorded: true })];
    case 'retire':
    case 'withdraw':
      return [() => (org.slot = { kind: 'empty' })];
    case 'forget-previous':
      return [() => delete stored.previous];
    case 'wait':
      return [() => (world.at = Date.parse(step.until))];
    default:
      return [];
  }
};

const look = (world: World): Seen => {
  // Whoever applies a plan writes down a promotion that it finds (the journal was killed before).
  const { record: kept, org, stored, at } = world;
  if (kept.promotedAt === undefined && kept.newKey !== undefined && org.primary === kept.newKey) {
    world.record = { ...kept, promotedAt: start, retireAfter: new Date(at + 7 * 86_400_000).toISOString() };
  }
  return { primaryKey: org.primary, slot: org.slot, stored: { ...stored }, now: new Date(at) };
};

describe('a rotation that is killed', () => {
  /** Keys that get a token now. */
  const working = ({ org }: World): string[] =>
    [org.primary, org.slot.kind === 'pair' && org.slot.state !== 'expired' ? org.slot.key : ''].filter(Boolean);

  const runUntil = (kill: number, trouble?: (world: World) => void): { world: World; effects: number } => {
    const world: World = {
      record: record(),
      org: { primary: 'old', slot: { kind: 'empty' }, made: 0 },
      stored: { current: 'old' },
      at: Date.parse(start),
    };
    let effects = 0;
    let killed = false;
    for (let turn = 0; turn < 60; turn += 1) {
      const step = nextStep(world.record, look(world));
      if (step.do === 'finish') return { world, effects };
      if (step.do === 'stop') throw new Error(`stopped: ${step.problem}`);
      for (const effect of effectsOf(step, world)) {
        if (!killed && effects === kill) {
          killed = true;
          trouble?.(world);
          break;
        }
        effect();
        effects += 1;
        // Nobody can help a program whose pair is deleted by hand.
        if (!trouble) expect(working(world), `current after ${step.do}`).to.include(world.stored.current);
      }
    }
    throw new Error('it never ends');
  };

  const allEffects = 16;

  it('has as many effects as it is killed at below', () => {
    expect(runUntil(Infinity).effects).to.equal(allEffects);
  });

  for (let kill = 0; kill < allEffects; kill += 1) {
    it(`at its ${kill}. effect ends with one working pair, in the org and in the store`, () => {
      const { world } = runUntil(kill);
      expect(world.org.slot).to.deep.equal({ kind: 'empty' });
      expect(world.stored).to.deep.equal({ current: world.org.primary });
      expect(world.org.primary).not.to.equal('old');
      expect(world.org.made).to.equal(1);
    });

    it(`at its ${kill}. effect, and whose second pair is deleted by hand meanwhile, ends so too`, () => {
      const { world } = runUntil(kill, ({ org }) => (org.slot = { kind: 'empty' }));
      expect(world.org.slot).to.deep.equal({ kind: 'empty' });
      expect(world.stored).to.deep.equal({ current: world.org.primary });
      expect(world.org.primary).not.to.equal('old');
    });
  }
});
