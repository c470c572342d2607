import { SfProject, type Org } from '@salesforce/core';
import { SfError } from '@salesforce/core/sfError';
import { failBrokenAnswers } from '../org/brokenAnswers.js';
import { countCalls, orgIdOf, type CallCounter } from '../org/connection.js';
import { explainOrgFailure } from '../org/failures.js';
import { orgNames } from '../org/orgNames.js';
import { openStore } from '../secrets/openStore.js';
import { findUnfinished } from './journal.js';
import { rotateCommand } from './problems.js';
import type { SessionOptions } from './session.js';
import { rotationSubject } from './subject.js';
import type { AnyRotation } from './anyRotation.js';

export type OpenOptions = {
  org: Org;
  /** The name by which a person called the org. */
  calledOrg?: string | undefined;
  apiVersion: string | undefined;
  name: string;
  environment?: string | undefined;
  store?: string | undefined;
  allowSettingChange: boolean;
  waitMs: number;
};

export type Opened = { options: Omit<SessionOptions, 'events'>; calls: CallCounter };

type Desk = Omit<SessionOptions, 'events' | 'store'>;

const openDesk = async (flags: OpenOptions): Promise<{ desk: Desk; calls: CallCounter; projectRoot?: string }> => {
  const { org, calledOrg, apiVersion, name, environment, allowSettingChange, waitMs } = flags;
  const connection = org.getConnection(apiVersion);
  failBrokenAnswers(connection);
  const calls = countCalls(connection);
  const names = await orgNames(org, calledOrg);
  const projectRoot = await SfProject.resolveProjectPath().catch(() => undefined);
  let found: ReturnType<typeof rotationSubject> | undefined;
  const subject: Desk['subject'] = () =>
    (found ??= rotationSubject(connection, { projectRoot, name, environment, orgNames: names }));
  const desk = { connection, org: names[0], name, subject, allowSettingChange, waitMs };
  return { desk, calls, ...(projectRoot === undefined ? {} : { projectRoot }) };
};

const explaining = async <T>({ org, calledOrg }: OpenOptions, action: () => Promise<T>): Promise<T> => {
  try {
    return await action();
  } catch (error) {
    throw explainOrgFailure(error, calledOrg ?? org.getUsername() ?? 'The org');
  }
};

/**
 * What a new rotation works with, from the flags of the command.
 * @throws ManifestInvalidError, ClientAppNotFoundError, and what opening the store throws
 */
export const openStart = (flags: OpenOptions): Promise<Opened> =>
  explaining(flags, async () => {
    const { desk, calls, projectRoot } = await openDesk(flags);
    const spec = flags.store ?? (await desk.subject()).app.credentials.store;
    const store = await openStore(spec, { ...(projectRoot && { projectRoot }), named: flags.store });
    return { options: { ...desk, store }, calls };
  });

const notFound = (about: { app: string; org: string }): SfError =>
  new SfError(`No rotation of ${about.app} in ${about.org} is under way.`, 'RotationNotFoundError', [
    `Start one: ${rotateCommand('start', about)}.`,
    'See all of them: "sf clientapp rotate report --all".',
  ]);

const otherStore = ({ app, org, store }: AnyRotation, named: string): SfError =>
  new SfError(
    `The rotation of ${app} in ${org} keeps its pairs in the store ${store}, not in ${named}.`,
    'RotationStoreMismatchError',
    [
      'Leave out --store.',
      `When it is over, copy the credential: "sf clientapp credential copy --name ${app} --target-org ${org} --to ${named}".`,
    ],
  );

/**
 * What a rotation under way goes on with: in the store that it began with, whatever the manifest says by now.
 * @throws RotationNotFoundError, RotationStoreMismatchError, and what opening the store throws
 */
export const openUnfinished = (flags: OpenOptions): Promise<Opened & { found: AnyRotation }> =>
  explaining(flags, async () => {
    const { desk, calls, projectRoot } = await openDesk(flags);
    const found = await findUnfinished(orgIdOf(desk.connection), flags.name);
    if (!found) throw notFound({ app: flags.name, org: desk.org });
    if (flags.store !== undefined && flags.store !== found.store) throw otherStore(found, flags.store);
    // Whoever started it named the store, or a command of the manifest's choice had not run.
    const store = await openStore(found.store, { ...(projectRoot && { projectRoot }), named: found.store });
    return { options: { ...desk, store }, calls, found: { ...found, org: desk.org } };
  });
