import type { CredentialVersion } from '../secrets/store.js';

/** How far a rotation is; spelled the same in results, in the journal and on screen (design of `rotate report`). */
export const rotationStages = [
  'planned',
  'staged',
  'stored',
  'verified',
  'promoted',
  'overlap',
  'retired',
  'cancelled',
  'failed',
] as const;
export type RotationStage = (typeof rotationStages)[number];

/** What is rotated. */
export type CredentialKind = 'secret' | 'certificate';

/** A request to the org that changes something, written down before it is sent. */
export type Intent = {
  act: 'stage' | 'promote' | 'retire' | 'withdraw';
  /** The org's clock, ISO 8601: what it made before that moment is not ours. */
  since: string;
};

/** One rotation, as the journal keeps it. No secret: those are in the store. */
export type RotationRecord = {
  /** Absent means the same. */
  kind?: 'secret' | undefined;
  id: string;
  app: string;
  orgId: string;
  /** Alias or username, for people. */
  org: string;
  /** Who started it: user and host. */
  by: string;
  /** Name of the secret store. */
  store: string;
  stage: RotationStage;
  /** `0xI…` and `888…`. */
  appId: string;
  consumerId: string;
  /** The org's user id of whoever rotates; staged pairs of others are left alone. */
  userId: string;
  oldKey: string;
  newKey?: string | undefined;
  stagedId?: string | undefined;
  intent?: Intent | undefined;
  /** True once a token was obtained with the staged pair, and once more after the promotion. */
  verified: { next: boolean; current: boolean };
  /** True once the manifest says so. */
  recorded: boolean;
  startedAt: string;
  promotedAt?: string | undefined;
  overlapDays: number;
  retireAfter?: string | undefined;
  endedAt?: string | undefined;
  /** Why it failed or was cancelled; also what was noticed on the way. */
  notes: string[];
};

/** What every kind of rotation has in the journal. */
export type RotationBase = Pick<
  RotationRecord,
  'id' | 'app' | 'orgId' | 'org' | 'by' | 'store' | 'stage' | 'startedAt' | 'promotedAt' | 'endedAt' | 'notes'
>;

/** What sits in the one slot beside a consumer's own pair. */
export type Slot =
  | { kind: 'empty' }
  | {
      kind: 'pair';
      id: string;
      key: string;
      /** An unknown word of the org is `unknown`, and nothing is done to such a pair. */
      state: 'active' | 'expired' | 'rotated' | 'unknown';
      createdBy?: string | undefined;
      createdDate?: string | undefined;
      expirationDate?: string | undefined;
    };

/** What the org and the store show now. */
export type Seen = {
  /** The key that the consumer has as its own; undefined when there is no such consumer any more. */
  primaryKey: string | undefined;
  slot: Slot;
  /** Keys in the store, by version; a version without a secret is not there. */
  stored: Partial<Record<CredentialVersion, string>>;
  /** The org's clock. */
  now: Date;
};

/** The one thing to do next. */
export type Step =
  /** Ask the org for a second pair; what was written down of an earlier one no longer holds. */
  | { do: 'stage' }
  /** Keep the staged pair as `next`. */
  | { do: 'store-next'; stagedId: string; key: string; expirationDate?: string | undefined }
  /** Delete a staged pair of ours that will not be promoted. */
  | { do: 'withdraw'; stagedId: string }
  /** Drop what the store has as `next`: its pair is gone from the org. */
  | { do: 'forget-next'; note?: string }
  /** Obtain a token with the staged pair. */
  | { do: 'verify-next' }
  /** Make the staged pair the consumer's own. */
  | { do: 'promote'; stagedId: string }
  /** Keep the org's own pair as `next`: the store has lost it after the promotion. */
  | { do: 'recover-next'; key: string }
  /** Move `current` to `previous`, which works until a moment that the org says, and `next` to `current`. */
  | { do: 'swap-store'; validUntil?: string | undefined }
  /** Obtain a token with the new pair as `current`. */
  | { do: 'verify-current' }
  /** Write the day into the manifest. */
  | { do: 'record' }
  /** Nothing to do before that moment. */
  | { do: 'wait'; until: string }
  /** Delete the old pair from the org. */
  | { do: 'retire'; stagedId: string }
  /** Drop `previous` from the store: its pair is gone from the org. */
  | { do: 'forget-previous'; note?: string }
  | { do: 'finish' }
  /** A person has to decide. */
  | { do: 'stop'; problem: RotationProblem };

/** How a cancellation goes on. */
export type CancelStep =
  | Extract<Step, { do: 'withdraw' | 'forget-next' | 'forget-previous' | 'finish' }>
  /** The new pair is the org's own: nothing can be undone any more. */
  | { do: 'too-late' }
  /** Somebody else has changed the credentials, so nothing is left to undo, and the rotation has failed. */
  | { do: 'give-up'; why: string };

export type RotationProblem =
  'foreign-pair' | 'unknown-pair' | 'rotated-elsewhere' | 'consumer-gone' | 'other-pair-stored' | 'clock';
