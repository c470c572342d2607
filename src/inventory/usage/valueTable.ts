/** Texts by small numbers, found by their bytes: a value that comes a million times is decoded once. */
export type ValueTable = {
  /** The number of a text; `full` when it is new and there is no room. */
  idOf: (bytes: Uint8Array, start: number, end: number) => number;
  textOf: (id: number) => string;
  readonly size: number;
};

export const full = -1;

/** Longer values are cut: no name or address is, and nobody may fill the memory with one cell. */
export const maxValueBytes = 400;
/** Where values collide more often than chance has it, somebody makes them so; the table is full for those. */
const maxProbes = 128;

const mixed = (hash: number, word: number): number => {
  const spread = Math.imul(word, 0xcc9e2d51);
  const turned = hash ^ Math.imul((spread << 15) | (spread >>> 17), 0x1b873593);
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0;
};

/** Four bytes at a time; the seed keeps anybody from choosing values that collide. */
const hashOf = (bytes: Uint8Array, start: number, end: number, seed: number): number => {
  let hash = seed;
  let at = start;
  for (; at + 4 <= end; at += 4)
    hash = mixed(hash, bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
  let rest = 0;
  for (; at < end; at += 1) rest = (rest << 8) | bytes[at]!;
  hash = mixed(hash, rest) ^ (end - start);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};

/** Cuts before a character of UTF-8, never inside one. */
const cutAt = (bytes: Uint8Array, start: number): number => {
  let end = start + maxValueBytes;
  while (end > start && (bytes[end]! & 0xc0) === 0x80) end -= 1;
  return end;
};

const grown = <A extends Uint8Array | Int32Array>(array: A, length: number): A => {
  const larger = new (array.constructor as new (length: number) => A)(length);
  larger.set(array);
  return larger;
};

/** @param bound how many texts it takes */
export const createValueTable = (bound: number): ValueTable => {
  const seed = (Math.random() * 0x7fffffff) | 0;
  let pool = new Uint8Array(4096);
  /** Where each text begins in the pool; the last entry is where the next one will. */
  let offsets = new Int32Array(257);
  let hashes = new Int32Array(256);
  let slots = new Int32Array(1024).fill(-1);
  let size = 0;

  const holds = (id: number, bytes: Uint8Array, start: number, length: number): boolean => {
    const offset = offsets[id]!;
    if (offsets[id + 1]! - offset !== length) return false;
    for (let index = 0; index < length; index += 1) if (pool[offset + index] !== bytes[start + index]) return false;
    return true;
  };

  const place = (id: number, hash: number): void => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = id;
  };

  const makeRoom = (length: number): void => {
    const used = offsets[size]!;
    if (used + length > pool.length) pool = grown(pool, Math.max(pool.length * 2, used + length));
    if (size === hashes.length) {
      hashes = grown(hashes, hashes.length * 2);
      offsets = grown(offsets, hashes.length + 1);
    }
    if ((size + 1) * 2 > slots.length) {
      slots = new Int32Array(slots.length * 2).fill(-1);
      for (let id = 0; id < size; id += 1) place(id, hashes[id]!);
    }
  };

  const add = (bytes: Uint8Array, start: number, end: number, hash: number): number => {
    if (size >= bound) return full;
    makeRoom(end - start);
    const id = size;
    const offset = offsets[id]!;
    for (let index = 0; index < end - start; index += 1) pool[offset + index] = bytes[start + index]!;
    offsets[id + 1] = offset + end - start;
    hashes[id] = hash;
    size += 1;
    place(id, hash);
    return id;
  };

  return {
    idOf: (bytes, start, whole) => {
      const end = whole - start > maxValueBytes ? cutAt(bytes, start) : whole;
      const hash = hashOf(bytes, start, end, seed);
      const mask = slots.length - 1;
      let slot = hash & mask;
      for (let probe = 0; probe < maxProbes; probe += 1) {
        const id = slots[slot]!;
        if (id === -1) return add(bytes, start, end, hash);
        if (hashes[id] === hash && holds(id, bytes, start, end - start)) return id;
        slot = (slot + 1) & mask;
      }
      return full;
    },
    textOf: (id) => new TextDecoder().decode(pool.subarray(offsets[id], offsets[id + 1])),
    get size() {
      return size;
    },
  };
};
