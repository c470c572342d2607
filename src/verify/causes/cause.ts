import type { ClientApp, Flow } from '../../app/clientApp.js';
import type { Refusal } from '../../oauth/answer.js';
import type { StoredCredential, StoredVersions } from '../../secrets/store.js';
import { userNamed, type OrgFacts, type OrgUser } from '../facts/facts.js';

/** What happened, and all that is known around it. */
export type Situation = {
  app: ClientApp;
  flow: Flow;
  org: string;
  refusal: Refusal;
  /** What was being done when the org refused. */
  step: 'token' | 'refresh' | 'authorize' | 'api';
  facts: OrgFacts;
  credential: StoredCredential;
  versions: StoredVersions;
  /** Host that was asked. */
  host: string;
  /** Audience of the assertion. */
  audience?: string | undefined;
  /** Org's clock minus ours, in milliseconds. */
  clockDifference?: number | undefined;
  /** Our clock. */
  now: number;
  /** Whose token it was to be. */
  username?: string | undefined;
  /** Someone else refreshed since the token was issued. */
  refreshedElsewhere?: boolean | undefined;
  apiVersion: string;
};

export type Diagnosis = {
  /** Stable, in kebab-case. */
  cause: string;
  /** What is wrong, with the proof: which policy, permission set, user or host. */
  evidence: string;
  actions: string[];
};

/** A reason why the org may say no. It looks at facts first: texts are the org's to change. */
export type Cause = {
  id: string;
  /** The evidence and the way out, or undefined when this is not the reason. */
  find: (situation: Situation) => Omit<Diagnosis, 'cause'> | undefined;
};

const shown = ({ refusal: { error, description } }: Situation): string => `${error} ${description}`;

/** True when code or text of the refusal match. */
export const says = (situation: Situation, pattern: RegExp): boolean => pattern.test(shown(situation));

/** The org does not know the key, or does not let it in. */
export const isUnknownClient = (situation: Situation): boolean =>
  says(situation, /invalid_client_id|client identifier invalid/i);

/** What a wrong secret, and a wrong signature too, are told. */
export const isWrongProof = (situation: Situation): boolean => says(situation, /invalid client credentials/i);

/** Name of a user in a sentence. */
export const named = (user: OrgUser | undefined, username: string | undefined): string =>
  user?.username ?? username ?? 'the user';

/** The user whose token it was to be, as the org has it. */
export const userOf = ({ facts, username }: Situation): OrgUser | undefined => userNamed(facts, username);
