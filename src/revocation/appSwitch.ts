import { posix } from 'node:path';
import { SfError } from '@salesforce/core/sfError';
import type { Duration } from '@salesforce/kit';
import { deploy } from '../metadata/deploy.js';
import { retrieve } from '../metadata/retrieve.js';
import type { OrgConnection } from '../org/connection.js';
import { isRefusal } from '../org/refusals.js';
import { editDocument } from '../registration/edit/editDocument.js';
import { childText } from '../registration/elements.js';
import { readDocument } from '../registration/readDocument.js';
import type { AppSubject, AppSwitch } from './types.js';

const type = 'ExtlClntAppConfigurablePolicies';
/** Off, it stops every key and secret of the app (platform.md 2.6). */
const element = 'isOauthPluginEnabled';

type Policies = { path: string; contents: Buffer; parent: string; isOff: boolean };

/** The policies of every app, under the app's name: their own name is the org's choice, and no guess finds it. */
const readPolicies = async (connection: OrgConnection): Promise<Policies[]> => {
  const { files } = await retrieve(connection, new Map([[type, ['*']]]));
  return files.flatMap(({ path, contents }) => {
    const { root } = readDocument(path, contents);
    const parent = childText(root, 'externalClientApplication');
    if (!root || parent === undefined) return [];
    const isOff = childText(root, element) === 'false' || childText(root, 'isEnabled') === 'false';
    return [{ path, contents, parent: parent.toLowerCase(), isOff }];
  });
};

/** What went wrong with one app's switch; a lost connection or an ended session is not about one app. */
const reasonOf = (error: unknown): string => {
  const isOurs =
    isRefusal(error) || (error instanceof SfError && /^(Retrieve|Deploy)(Failed|Timeout)Error$/.test(error.name));
  if (!isOurs) throw error;
  return (error as Error).message.trim().replace(/\.$/, '');
};

const policiesOf = ({ name }: AppSubject, all: readonly Policies[]): Policies | AppSwitch => {
  const [found, another] = all.filter(({ parent }) => parent === name.toLowerCase());
  if (!found) {
    const reason = 'the org gives no policies of it, as for apps from a package or without the permission to see it';
    return { app: name, status: 'not-possible', reason };
  }
  if (another) return { app: name, status: 'not-possible', reason: 'the org has several policies of it' };
  return found;
};

/** The app's switch is not reachable by API (platform.md 5). */
const connectedAppSwitch = ({ name }: AppSubject): AppSwitch => ({
  app: name,
  status: 'not-possible',
  reason: 'a Connected App has no switch that an API reaches; block it in Setup',
});

const unregisteredSwitch = ({ name }: AppSubject): AppSwitch => ({
  app: name,
  status: 'not-possible',
  reason: 'the org has no registration of it; block it in Setup, Connected Apps OAuth Usage',
});

const withoutSwitch = (app: AppSubject): AppSwitch =>
  app.registration === 'connected-app' ? connectedAppSwitch(app) : unregisteredSwitch(app);

const isExternal = ({ registration }: AppSubject): boolean => registration === 'external-client-app';

/** How the switches stand, without a change. */
export const lookAtSwitches = async (connection: OrgConnection, apps: readonly AppSubject[]): Promise<AppSwitch[]> => {
  const others = apps.filter((app) => !isExternal(app)).map(withoutSwitch);
  const external = apps.filter(isExternal);
  if (external.length === 0) return others;
  try {
    const all = await readPolicies(connection);
    return [
      ...external.map((app): AppSwitch => {
        const found = policiesOf(app, all);
        return 'status' in found ? found : { app: app.name, status: found.isOff ? 'already' : 'planned' };
      }),
      ...others,
    ];
  } catch (error) {
    const reason = reasonOf(error);
    return [...external.map(({ name }): AppSwitch => ({ app: name, status: 'not-possible', reason })), ...others];
  }
};

const turnOff = async (
  connection: OrgConnection,
  { name }: AppSubject,
  { path, contents }: Policies,
  wait: Duration,
): Promise<AppSwitch> => {
  const edited = editDocument(path, contents, [{ kind: 'set', path: element, text: 'false' }]);
  if (edited.reason !== undefined) return { app: name, status: 'failed', reason: edited.reason };
  const file = posix.join('/clientapp/main/default/extlClntAppPolicies', `${posix.basename(path)}-meta.xml`);
  const answer = await deploy(connection, { files: new Map([[file, edited.bytes.toString('utf8')]]), wait });
  if (answer.success) return { app: name, status: 'disabled' };
  return { app: name, status: 'failed', reason: answer.problems.map(({ problem }) => problem).join('; ') };
};

const failed = ({ name }: Pick<AppSubject, 'name'>, error: unknown): AppSwitch => ({
  app: name,
  status: 'failed',
  reason: reasonOf(error),
});

/** What was taken is only believed when it is seen. */
const confirmed = async (connection: OrgConnection, switches: readonly AppSwitch[]): Promise<AppSwitch[]> => {
  const after = await readPolicies(connection).catch((error: unknown) => reasonOf(error));
  return switches.map((one) => {
    if (one.status !== 'disabled') return one;
    if (typeof after === 'string')
      return {
        ...one,
        status: 'failed',
        reason: `the org took the change, and it can't be seen whether it holds: ${after}`,
      };
    if (after.some(({ parent, isOff }) => parent === one.app.toLowerCase() && isOff)) return one;
    return { ...one, status: 'failed', reason: 'the org took the change, and its switch is still on' };
  });
};

/**
 * Turns off OAuth of External Client Apps and looks afterwards whether it is off. Everything else in the policies stays.
 * One app whose switch does not move stops none of the others.
 */
export const turnOffApps = async (
  connection: OrgConnection,
  apps: readonly AppSubject[],
  wait: Duration,
): Promise<AppSwitch[]> => {
  let all: Policies[];
  try {
    all = await readPolicies(connection);
  } catch (error) {
    return apps.map((app) => failed(app, error));
  }
  const switches: AppSwitch[] = [];
  for (const app of apps) {
    const found = policiesOf(app, all);
    if ('status' in found) switches.push(found);
    else if (found.isOff) switches.push({ app: app.name, status: 'already' });
    else switches.push(await turnOff(connection, app, found, wait).catch((error: unknown) => failed(app, error)));
  }
  return switches.some(({ status }) => status === 'disabled') ? confirmed(connection, switches) : switches;
};
