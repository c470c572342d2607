import { createHash } from 'node:crypto';

/** What is written down of one act. */
export type CaseEvent = {
  action: string;
  result: string;
  /** What it was done to; ids of tokens and sessions as digests. */
  subject?: Record<string, string>;
  detail?: Record<string, unknown>;
};

/** Of the lines of a case file; a line without one has another format. */
const caseVersion = 1;

/** One line of a case file. */
export type CaseEntry = CaseEvent & {
  version: number;
  seq: number;
  time: string;
  /** Digest of the line before; of nothing for the first. */
  prev: string;
  hash: string;
};

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** What the first line follows. */
export const noEntry = sha256('');

/** A token's or session's id as a case file names it: who has the id can find it, and nobody can use it. */
export const digestOf = (orgId: string, id: string): string => sha256(`${orgId.slice(0, 15)}:${id}`);

const sealed = (entry: Omit<CaseEntry, 'hash'>): string => {
  const { version, seq, time, action, result, subject, detail, prev } = entry;
  return sha256(JSON.stringify([version, seq, time, action, result, subject ?? null, detail ?? null, prev]));
};

/** The line that follows `prev`. */
export const chained = (event: CaseEvent, seq: number, time: Date, prev: string): CaseEntry => {
  const entry = { version: caseVersion, seq, time: time.toISOString(), ...event, prev };
  return { ...entry, hash: sealed(entry) };
};

export type CaseVerdict =
  { intact: true; entries: number; last: string } | { intact: false; line: number; why: string };

const parse = (line: string): CaseEntry | undefined => {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null ? (value as CaseEntry) : undefined;
  } catch {
    return undefined;
  }
};

const wrongWith = (entry: CaseEntry | undefined, seq: number, prev: string): string | undefined => {
  if (!entry) return 'it is not a JSON object';
  if (entry.version > caseVersion) return 'a newer version of the plugin wrote it; update the plugin';
  if (entry.seq !== seq) return 'a line before it is missing, or lines changed places';
  if (entry.prev !== prev) return 'it does not follow the line before it';
  return sealed(entry) === entry.hash ? undefined : 'it was changed after it was written';
};

/**
 * Whether a case file is as it was written. Lines that were cut off at the end only show by the digest of the last one,
 * which the command prints when it is done: `last` is to be compared with that.
 */
export const verifyCase = (text: string): CaseVerdict => {
  let [prev, seq] = [noEntry, 0];
  for (const line of text.split('\n').slice(0, -1)) {
    const entry = parse(line);
    const why = wrongWith(entry, seq, prev);
    if (why !== undefined || !entry) return { intact: false, line: seq + 1, why: why ?? '' };
    prev = entry.hash;
    seq += 1;
  }
  if (!text.endsWith('\n')) return { intact: false, line: seq + 1, why: 'it breaks off' };
  return { intact: true, entries: seq, last: prev };
};
