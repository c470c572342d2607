import type { ClientApp } from '../app/clientApp.js';
import type { ReadManifest } from '../manifest/read.js';
import type { Action } from './action.js';

/** What an app's user needs, in the order in which an org accepts it. The last two are the deploy's to do: here they are only looked at. */
export type StepName =
  | 'user'
  | 'permission-set-license'
  | 'access-permission-set'
  | 'data-permission-set'
  | 'app-opens-to-access-set'
  | 'app-runs-as-user';

/** An app, with the values of its environment, and the username that it authenticates as. */
export type UserRequest = { app: ClientApp; username: string };

/**
 * A user must exist before an app that runs as it is deployed, and permission sets exist only after. `before-deploy`
 * sees to user and licence, `after-deploy` to the rest without asking again who else uses the user; neither looks at
 * the app, which the deploy reads back itself.
 */
export type Phase = 'all' | 'before-deploy' | 'after-deploy';

export type UserOptions = {
  /** How errors name the org. */
  org: string;
  /** Every manifest of the project, valid or not: who else names the user. */
  manifests: readonly ReadManifest[];
  phase?: Phase;
  /** Adopts a user that serves other apps, too. */
  allowShared?: boolean;
  /** Plans, checks what can be checked, and changes nothing. */
  dryRun?: boolean;
  onStep?: (app: string, step: StepName) => void;
};

/** `already`: nothing to do; `todo`: ours to do; `later`: it waits for something else, which the note names. */
export type PlannedStep = { step: StepName; note?: string } & (
  { state: 'already' | 'later' } | { state: 'todo'; action: Action }
);

export type UserPlan = UserRequest & {
  /** Absent when the user is yet to be created. */
  userId?: string | undefined;
  steps: PlannedStep[];
  /** What could not be checked, and why. */
  notes: string[];
};

export type UserResult = {
  app: string;
  username: string;
  /** Absent when a dry run would create the user. */
  userId?: string | undefined;
  created: boolean;
  steps: Array<{ step: StepName; status: 'done' | 'already' | 'planned' }>;
  /** Why a step is still planned, and what could not be checked. */
  notes: string[];
};
