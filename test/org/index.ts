import type { Clock } from './clock.js';
import { createOrg, type OrgOptions } from './createOrg.js';
import type { OrgRequest } from './http/exchange.js';
import type { Faults } from './http/faults.js';
import { startServer } from './http/server.js';
import type { Org, OrgState } from './org.js';
import { answer } from './routes.js';
import { playScenario, type Scenario } from './scenario.js';
import { openSession } from './sessions.js';

export { createWorld } from './world.js';

export type LoopbackOrgOptions = OrgOptions & Partial<Scenario> & { port?: number };

export type LoopbackOrg = {
  url: string;
  organizationId: string;
  /** A session of the administrator that never times out. */
  accessToken: string;
  username: string;
  state: OrgState;
  clock: Clock;
  /** Every call, in order. */
  requests: OrgRequest[];
  faults: Faults;
  /** The org itself, for seeding beyond `state`. */
  org: Org;
  stop: () => Promise<void>;
};

/** A strict org on 127.0.0.1, filled with the default scenario. Several may run at once. */
export const startLoopbackOrg = async (options: LoopbackOrgOptions = {}): Promise<LoopbackOrg> => {
  const org = createOrg(options);
  const username = options.username ?? `admin@${org.id.slice(0, 15).toLowerCase()}.example`;
  const adminId = playScenario(org, {
    username,
    adminPermissions: options.adminPermissions ?? {},
    users: options.users ?? [],
    integrationSeats: options.integrationSeats ?? 5,
  });
  const { token } = openSession(org, { userId: adminId, appName: 'Salesforce CLI', scopes: ['full'] });
  const server = await startServer({
    port: options.port ?? 0,
    latencyMs: () => org.state.switches.latencyMs,
    now: () => org.clock.now(),
    faults: org.faults,
    requests: org.requests,
    answer: (request) => answer(org, request),
  });
  org.url = server.url;
  return {
    url: server.url,
    organizationId: org.id,
    accessToken: token,
    username,
    state: org.state,
    clock: org.clock,
    requests: org.requests,
    faults: org.faults,
    org,
    stop: async () => {
      org.world.orgs.delete(org);
      await server.stop();
    },
  };
};
