import type { CredentialVersion } from '../../secrets/store.js';
import type { RotationBase } from '../types.js';

/**
 * One rotation of a Connected App's secret, which a person does in Setup and this journal follows: no API can do it
 * (platform.md 5). No secret is in it.
 */
export type GuidedRotation = RotationBase & {
  kind: 'guided';
  /** The key that the store had as current, if it had one. */
  oldKey?: string | undefined;
  newKey: string;
  verified: { next: boolean; current: boolean };
  recorded: boolean;
  /** The old pair was tried after the new one had worked, and was refused: what Apply is meant to bring about. */
  oldRefused: boolean;
};

/** Keys in the store, by version. */
export type SeenGuided = { stored: Partial<Record<CredentialVersion, string>> };

export type GuidedStep =
  | { do: 'verify-next' }
  | { do: 'swap-store' }
  | { do: 'verify-current' }
  | { do: 'record' }
  /** Look whether the org refuses the old pair, as it does once Apply was confirmed. */
  | { do: 'try-old' }
  | { do: 'forget-previous' }
  | { do: 'forget-next' }
  | { do: 'finish'; stage: 'retired' | 'cancelled'; note?: string }
  | { do: 'too-late' }
  /** A person has to decide. */
  | { do: 'stop' };
