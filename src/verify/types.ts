import type { Flow } from '../app/clientApp.js';
import type { Interaction } from '../oauth/approval.js';

/** @public A definition of the published schemas. */
export type CheckStatus = 'pass' | 'fail' | 'skipped';

/** One thing that must work, or must be refused. */
export type Check = {
  id: string;
  expectation: string;
  status: CheckStatus;
  /** What was seen; for a skipped check, why nothing was. */
  detail: string;
  /** Stable, in kebab-case; docs/verify-causes.md lists them. */
  cause?: string;
  /** Next steps, commands in double quotes. */
  actions: string[];
};

export type VerifyResult = {
  app: string;
  org: string;
  status: 'pass' | 'fail';
  checks: Check[];
  /** Metered calls to the org; requests to OAuth endpoints are none. */
  apiCalls: number;
};

export type VerifyOptions = {
  /** Name of the org as people know it: in the result and in the commands that are proposed. */
  org: string;
  /** The flow of the manifest, unless another one is to be proved. */
  flow?: Flow | undefined;
  /** False leaves out what must be refused. */
  negative?: boolean | undefined;
  /** How long a new key may be unknown to the org before that counts as a failure. */
  waitMs?: number | undefined;
  /** For authorization-code; without it the part that needs a person is skipped. */
  interaction?: Interaction | undefined;
  /** What is being done, for a spinner. */
  onStatus?: ((text: string) => void) | undefined;
  /** Audience of the assertion, when the rule (login, test or this machine) is not to decide. */
  audience?: string | undefined;
  /** Our clock. */
  now?: (() => number) | undefined;
};
