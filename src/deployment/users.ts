import { findManifests } from '../manifest/find.js';
import { ensureUsers, hasUserOfItsOwn } from '../identity/ensureUser.js';
import type { UserResult } from '../identity/types.js';
import { usernameOf } from '../identity/username.js';
import { orgIdOf, type OrgConnection } from '../org/connection.js';
import type { AppToDeploy } from './types.js';

/** The integration users of the apps that are deployed, seen to in the two phases of a deploy. */
export type AppUsers = {
  ensure: (phase: 'before-deploy' | 'after-deploy') => Promise<void>;
  /** What both phases did for an app; empty for one whose users are people. */
  resultOf: (app: string) => { user?: Pick<UserResult, 'username' | 'created' | 'steps'> & { userId?: string } };
};

type UsersOptions = { org: string; projectRoot: string; dryRun: boolean; onNote: (note: string) => void };

/**
 * Prepares the users of all apps that authenticate as one of their own.
 * @throws UsernameMissingError before anything is done, when a manifest names no user
 */
export const usersOf = async (
  connection: OrgConnection,
  deployments: readonly AppToDeploy[],
  { org, projectRoot, dryRun, onNote }: UsersOptions,
): Promise<AppUsers> => {
  const orgId = orgIdOf(connection);
  const requests = deployments
    .filter(({ app }) => hasUserOfItsOwn(app))
    .map(({ app, environment }) => ({ app, username: usernameOf(app, { environment, orgId }) }));
  const manifests = await findManifests(projectRoot);
  const results = new Map<string, UserResult>();
  return {
    ensure: async (phase) => {
      if (requests.length === 0) return;
      for (const result of await ensureUsers(connection, requests, { org, manifests, phase, dryRun })) {
        results.set(result.app, merge(results.get(result.app), result));
        if (phase === 'after-deploy') for (const note of result.notes) onNote(note);
      }
    },
    resultOf: (app) => {
      const result = results.get(app);
      if (!result) return {};
      const { username, userId, created, steps } = result;
      return { user: { username, ...(userId && { userId }), created, steps } };
    },
  };
};

/** The second phase sees a user that is there; the first knows whether it was made now. */
const merge = (first: UserResult | undefined, second: UserResult): UserResult => {
  const later = new Map(second.steps.map((step) => [step.step, step]));
  const steps = (first?.steps ?? []).map((step) => (step.status === 'done' ? step : (later.get(step.step) ?? step)));
  const added = second.steps.filter(({ step }) => !steps.some((known) => known.step === step));
  return { ...second, created: (first?.created ?? false) || second.created, steps: [...steps, ...added] };
};
