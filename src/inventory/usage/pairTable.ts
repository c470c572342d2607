/** Counts by pairs of small numbers: calls by app and address, by app and day. */
export type PairTable = {
  /** Counts one call, at a time in seconds; the number of the pair, or `noRoom`. */
  add: (app: number, value: number, time: number) => number;
  readonly size: number;
  appOf: (pair: number) => number;
  valueOf: (pair: number) => number;
  countOf: (pair: number) => number;
  firstOf: (pair: number) => number;
  lastOf: (pair: number) => number;
};

export const noRoom = -1;

/** What is kept of a pair lies side by side, since most of the time goes into waiting for memory. */
const stride = 8;
const place = { app: 0, value: 1, count: 2, overflow: 3, first: 4, last: 5 } as const;
const countLimit = 0x40000000;

const hashOf = (app: number, value: number): number => {
  const mixed = Math.imul(app ^ Math.imul(value, 0x5bd1e995), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};

/** @param bound how many pairs it takes */
export const createPairTable = (bound: number): PairTable => {
  let entries = new Int32Array(64 * stride);
  let slots = new Int32Array(256).fill(-1);
  let mask = slots.length - 1;
  let size = 0;

  const fillSlot = (pair: number): void => {
    const at = pair * stride;
    let slot = hashOf(entries[at + place.app]!, entries[at + place.value]!) & mask;
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = pair;
  };

  const makeRoom = (): void => {
    if ((size + 1) * stride > entries.length) {
      const larger = new Int32Array(entries.length * 2);
      larger.set(entries);
      entries = larger;
    }
    if ((size + 1) * 2 > slots.length) {
      slots = new Int32Array(slots.length * 4).fill(-1);
      mask = slots.length - 1;
      for (let pair = 0; pair < size; pair += 1) fillSlot(pair);
    }
  };

  const create = (app: number, value: number, time: number): number => {
    if (size >= bound) return noRoom;
    makeRoom();
    const pair = size;
    const at = pair * stride;
    entries[at + place.app] = app;
    entries[at + place.value] = value;
    entries[at + place.count] = 1;
    entries[at + place.first] = time;
    entries[at + place.last] = time;
    size += 1;
    fillSlot(pair);
    return pair;
  };

  const countIn = (at: number, time: number): void => {
    const count = entries[at + place.count]! + 1;
    entries[at + place.count] = count;
    if (time < entries[at + place.first]!) entries[at + place.first] = time;
    else if (time > entries[at + place.last]!) entries[at + place.last] = time;
    if (count < countLimit) return;
    entries[at + place.count] = 0;
    entries[at + place.overflow]! += 1;
  };

  const read = (pair: number, what: number): number => entries[pair * stride + what]!;

  return {
    add: (app, value, time) => {
      let slot = hashOf(app, value) & mask;
      for (;;) {
        const pair = slots[slot]!;
        if (pair === -1) return create(app, value, time);
        const at = pair * stride;
        if (entries[at] === app && entries[at + 1] === value) {
          countIn(at, time);
          return pair;
        }
        slot = (slot + 1) & mask;
      }
    },
    get size() {
      return size;
    },
    appOf: (pair) => read(pair, place.app),
    valueOf: (pair) => read(pair, place.value),
    countOf: (pair) => read(pair, place.overflow) * countLimit + read(pair, place.count),
    firstOf: (pair) => read(pair, place.first),
    lastOf: (pair) => read(pair, place.last),
  };
};
