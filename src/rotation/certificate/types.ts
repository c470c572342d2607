import type { ClientApp } from '../../app/clientApp.js';
import type { CredentialVersion } from '../../secrets/store.js';
import type { RotationBase } from '../types.js';

/** Why the old certificate goes back to the org, and how far that is. */
type WayBack = {
  why: string;
  ending: 'failed' | 'cancelled';
  /** The org has taken the old certificate again, by its clock. */
  restoredAt?: string | undefined;
  /** The old key was tried afterwards. */
  tried?: boolean | undefined;
};

/** One rotation of the key pair of a jwt-bearer app, as the journal keeps it. Certificates are public; no key is in it. */
export type CertificateRotation = RotationBase & {
  kind: 'certificate';
  registration: ClientApp['registration'];
  consumerKey: string;
  /** Who the assertion is made for that proves a key. */
  username: string;
  /** PEM as the org had it; absent when a run on another machine had replaced it already. */
  oldCertificate?: string | undefined;
  /** Digest of the public half of the key that the store had as current. */
  oldKeyId?: string | undefined;
  /** True when the old key gave a token before anything was touched. */
  oldWorked: boolean;
  /** PEM; its private key is in the store. */
  newCertificate?: string | undefined;
  newKeyId?: string | undefined;
  /** The org's clock right before the deploy: its fate may be unknown. */
  deployBegunAt?: string | undefined;
  /** The org's clock when the store had the new key as current; from `promotedAt` to here the store had the wrong one. */
  swappedAt?: string | undefined;
  /** A run was killed during the deploy, so nobody saw when it took effect. */
  windowIsAtMost?: boolean | undefined;
  /** The new key gave a token, as `next` and as `current`. */
  verified: { next: boolean; current: boolean };
  back?: WayBack | undefined;
  /** True once project and manifest have the new certificate. */
  recorded: boolean;
};

/** Which certificate the org has of the app; `gone` when it has no such app. */
export type HeldCertificate = 'old' | 'new' | 'other' | 'none' | 'gone';

/** What org and store show now. */
export type SeenCertificate = {
  held: HeldCertificate;
  /** Digests of the public halves of the stored keys. */
  stored: Partial<Record<CredentialVersion, string>>;
};

/** The one thing to do next. */
export type CertificateStep =
  /** Make a key pair and keep the key as `next`. */
  | { do: 'make-key'; note?: string }
  /** Give the org the new certificate: from here on the old key is of no use. */
  | { do: 'deploy'; note?: string }
  /** Obtain a token with the new key. */
  | { do: 'verify-next' }
  /** Move `current` to `previous` and `next` to `current`. */
  | { do: 'swap-store' }
  /** Read the certificate back from the org, and obtain a token with what the store has as current. */
  | { do: 'verify-current' }
  /** Put the new certificate into the project and the day into the manifest. */
  | { do: 'record' }
  /** Remove the old key from where the swap has put it. */
  | { do: 'forget-previous' }
  /** From here on everything is put back. */
  | { do: 'go-back'; why: string }
  /** Give the org the old certificate again. */
  | { do: 'restore' }
  /** Obtain a token with the old key. */
  | { do: 'verify-old' }
  /** Remove the new key from the store. */
  | { do: 'forget-next' }
  | { do: 'finish'; stage: 'retired' | 'failed' | 'cancelled' }
  /** A person has to decide. */
  | { do: 'stop'; problem: CertificateProblem };

export type CertificateProblem = 'changed-elsewhere' | 'app-gone' | 'other-key-stored' | 'key-lost';
