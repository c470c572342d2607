/** What a review goes through, in this order. */
export const reviewKinds = [
  'ownership',
  'scope',
  'policy',
  'address-range',
  'user',
  'permission',
  'token',
  'credential',
  'finding',
  'waiver',
] as const;
export type ReviewKind = (typeof reviewKinds)[number];

/** A finding that a waiver can accept. */
type WaivableFinding = { rule: string; fingerprint: string };

/** One thing that the reviewer says something to. No text in it depends on the moment of reading, so it can be digested. */
export type ReviewItem = {
  /** `scope/api`, `finding/full-scope/0123456789ab`: what decisions name. */
  id: string;
  kind: ReviewKind;
  subject: string;
  /** What there is, in one line. */
  shown: string;
  /** Why it is there, what was seen of its use, in what manifest, source and org differ. */
  details: string[];
  /** True for what a decision can take out of the manifest. */
  removable?: true;
  /** What a waiver would accept; nothing else can be waived. */
  waivable?: WaivableFinding;
};

/** Something that nobody could look at: never approved. */
export type NotLookedAt = { what: string; reason: string };

/** What is reviewed of one app. */
export type Reviewed = { app: string; org?: string; items: ReviewItem[]; notLookedAt: NotLookedAt[] };

export type Decision =
  | { decision: 'keep'; reason?: string }
  /** A to-do for a person; `remove` also takes it out of the manifest at once. */
  | { decision: 'change'; todo: string; remove: boolean }
  | { decision: 'waive'; owner: string; reason: string; expires: string };

export type Decisions = ReadonlyMap<string, Decision>;
