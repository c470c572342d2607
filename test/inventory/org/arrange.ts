import type { OrgRequest } from '../../org/http/exchange.js';
import type { Fault } from '../../org/http/faults.js';
import type { LoopbackOrg } from '../../org/index.js';
import type { Inventory, InventoryApp } from '../../../src/inventory/types.js';

type Seed = { user: string; appName: string; appId?: string; count?: number };

/** Approvals beyond the five that a user may give one app: OauthToken is only read here. */
export const addTokens = ({ org, state, clock }: LoopbackOrg, { user, appName, appId, count = 1 }: Seed): void => {
  const userId = org.records('User').find(({ Username }) => Username === user)?.Id ?? user;
  for (let index = 0; index < count; index += 1)
    state.grants.push({
      id: org.newId('0CQ'),
      userId,
      appName,
      ...(appId === undefined ? {} : { appId }),
      scopes: ['api'],
      refreshToken: `refresh-of-${appName}`,
      rotatedOut: [],
      deleteToken: `delete-of-${appName}`,
      createdDate: clock.now(),
      lastUsedDate: clock.now(),
      useCount: 1,
      clientId: 'key',
    });
};

export const queryOf = (request: OrgRequest): string => request.query.get('q') ?? '';

/** Lets the org refuse the calls that a predicate picks. */
export const refuse = (
  { faults }: LoopbackOrg,
  picked: (request: OrgRequest) => boolean,
  errorCode: string,
  message: string,
): void => {
  const before = faults.onRequest;
  faults.onRequest = (request, n): Fault | undefined | Promise<Fault | undefined> =>
    picked(request) ? { status: 400, body: [{ errorCode, message }] } : before?.(request, n);
};

export const appNamed = ({ apps }: Inventory, name: string): InventoryApp => {
  const found = apps.filter((app) => app.name === name);
  const [app] = found;
  if (!app || found.length > 1) throw new Error(`${found.length} apps are named ${name}`);
  return app;
};

/** `complete`, or the status and its reason. */
export const coverageOf = ({ coverage }: Inventory, what: string): string => {
  const found = coverage.find(({ source }) => source === `org:dev/${what}`);
  return [found?.status, found?.reason].filter(Boolean).join(': ');
};
