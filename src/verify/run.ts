import type { ClientApp, Flow } from '../app/clientApp.js';
import type { Answer } from '../oauth/answer.js';
import type { OauthClient } from '../oauth/client.js';
import type { Token } from '../oauth/token.js';
import type { OrgConnection } from '../org/connection.js';
import type { StoredCredential, StoredVersions } from '../secrets/store.js';
import type { Diagnosis } from './causes/cause.js';
import type { OrgFacts } from './facts/facts.js';
import type { VerifyOptions } from './types.js';

/** One verification while it runs. */
export type Run = {
  connection: OrgConnection;
  /** With the flow that is proved. */
  app: ClientApp;
  flow: Flow;
  options: VerifyOptions;
  now: () => number;
  credential: StoredCredential;
  versions: StoredVersions;
  facts: OrgFacts;
  client: OauthClient;
  /** Who the token is to stand for, as far as that is declared. */
  username: string | undefined;
  /** When the first request was sent, by our clock. */
  startedAt: number;
  /** What the flow gave; absent when nobody could be asked to approve. */
  answer: Answer<Token> | { skipped: string };
  /** What a refresh gave. */
  refreshed?: Token | undefined;
  /** Tokens that are alive and must be given back. */
  held: Token[];
  /** Every token that was ever held: none may appear in a result. */
  seen: Token[];
  /** Calls to the API with tokens of the app, which are metered like any other. */
  apiCalls: number;
};

export type Verdict =
  | { status: 'pass'; detail: string }
  | { status: 'fail'; detail: string; cause: string; actions: string[] }
  | { status: 'skipped'; detail: string };

/** One thing to look at. A check for other flows than the one that is proved is left out. */
export type CheckDefinition = {
  id: string;
  expectation: string;
  flows?: readonly Flow[];
  /** Without a token there is nothing to look at. */
  needsToken?: boolean;
  run: (run: Run) => Promise<Verdict> | Verdict;
};

export const pass = (detail: string): Verdict => ({ status: 'pass', detail });
export const skip = (reason: string): Verdict => ({ status: 'skipped', detail: reason });
export const fail = ({ cause, evidence, actions }: Diagnosis): Verdict => ({
  status: 'fail',
  detail: evidence,
  cause,
  actions,
});

export const tokenOf = ({ answer }: Run): Token | undefined =>
  'skipped' in answer || !answer.ok ? undefined : answer.value;

/** Keeps a token so that it is given back at the end. */
export const hold = (run: Run, token: Token): Token => {
  run.held.push(token);
  run.seen.push(token);
  return token;
};

/** A token that is known to be dead needs no giving back. */
export const letGo = (run: Run, token: Token): void => {
  run.held = run.held.filter((one) => one !== token);
};
