import { randomUUID } from 'node:crypto';
import { SfError } from '@salesforce/core/sfError';
import type { ClientApp } from '../../app/clientApp.js';
import { certificateText } from '../../certificate/certificate.js';
import { orgIdOf } from '../../org/connection.js';
import { type OrgClock } from '../../org/orgClock.js';
import { isRefusal } from '../../org/refusals.js';
import { visible } from '../../report/escape.js';
import type { StoredCredential, StoredVersions } from '../../secrets/store.js';
import { openRotation, takeRotation } from '../journal.js';
import { rotateCommand } from '../problems.js';
import { refuseOwnConnection } from '../secret/choose.js';
import { inSession, operator, type SessionOptions } from '../session.js';
import { readAppMetadata, type AppMetadata } from './appMetadata.js';
import { certificateKeyId, storedKeyId } from './keyId.js';
import { isAboutTheApp, tryLogin } from './login.js';
import { cancelCertificate, continueCertificate } from './run.js';
import type { CertificateRotation } from './types.js';

const noCertificate = ({ name, flow }: Pick<ClientApp, 'name' | 'flow'>, org: string): SfError =>
  new SfError(`${name} in ${org} has no certificate that could be rotated.`, 'NoCertificateToRotateError', [
    flow === 'jwt-bearer'
      ? `Make one and deploy it: "sf clientapp generate certificate --name ${name} --target-org ${org}", "sf clientapp deploy --name ${name} --target-org ${org}".`
      : `Rotate its secret: ${rotateCommand('start', { app: name, org }, ' --credential secret')}.`,
  ]);

const metadataRefused = (error: Error, org: string): SfError =>
  SfError.create({
    name: 'MetadataRefusedError',
    message: `${org} does not let you read the app's metadata: ${visible(error.message)}`,
    actions: [
      'You need "Modify Metadata Through Metadata API Functions" (or "Modify All Data"), and for External Client Apps "Create, edit, and delete External Client Apps".',
    ],
    cause: error,
  });

/** What the org has, and what of it a rotation can't do without. */
type Ground = {
  app: AppMetadata;
  consumerKey: string;
  certificate: Exclude<AppMetadata['certificate'], undefined | 'unreadable'>;
};

const readGround = async ({ connection, name, org }: SessionOptions, declared: ClientApp): Promise<Ground> => {
  const app = await readAppMetadata(connection, name, declared.registration).catch((error: unknown) => {
    throw isRefusal(error) ? metadataRefused(error, org) : error;
  });
  if (!app)
    throw new SfError(
      `${org} shows no client app "${name}" with OAuth settings to this user.`,
      'ClientAppNotFoundError',
      [`See what it has: "sf clientapp list --target-org ${org}".`],
    );
  const { certificate, consumerKey } = app;
  if (certificate === undefined) throw noCertificate(declared, org);
  if (certificate === 'unreadable')
    throw new SfError(`The certificate that ${org} has of ${name} can't be read.`, 'CertificateUnreadableError', [
      'It could not be put back if the new one failed. Replace it with "sf clientapp generate certificate" and "sf clientapp deploy".',
    ]);
  if (consumerKey === undefined)
    throw new SfError(`${org} does not show the consumer key of ${name} to this user.`, 'ConsumerKeyUnreadableError', [
      'Sign in as a user who may view and edit External Client Apps and Connected Apps.',
    ]);
  return { app, consumerKey, certificate };
};

const requireUser = (declared: ClientApp, named: string | undefined, org: string): string => {
  const username = named ?? declared.identity.user;
  if (username !== undefined) return username;
  throw new SfError(
    `Nothing says which user ${declared.name} signs in as in ${org}, so a new key could not be tried.`,
    'IntegrationUserUnknownError',
    ['Name the user: --integration-user. Or set identity.user in the manifest.'],
  );
};

const requireOwnKey = (
  { name, org, store }: SessionOptions,
  current: StoredCredential | undefined,
  key: string,
): void => {
  if (current === undefined || current.consumerKey === '' || current.consumerKey === key) return;
  throw new SfError(
    `The store "${store.name}" holds the consumer key of another app for ${name} than ${org} has.`,
    'OtherCredentialStoredError',
    [`Bring the store up to date: "sf clientapp deploy --name ${name} --target-org ${org}".`],
  );
};

/** How fresh a key in the store is when somebody else may be in the middle of a rotation. */
const liveMs = 3_600_000;

const rotatedElsewhere = ({ name, org, store }: SessionOptions, next: StoredCredential): SfError =>
  new SfError(
    `The store "${store.name}" holds a next key of ${name} for ${org} since ${next.storedAt}, of a rotation that this machine knows nothing about.`,
    'RotationElsewhereError',
    [
      'Finish or cancel it where it was started.',
      'If that machine is gone, start again an hour after that time; the key is then taken over or dropped.',
    ],
  );

/** A key pair that a run on another machine has left: in use by the org already, or of no use to anybody. */
const leftover = async (
  options: SessionOptions,
  { next }: StoredVersions,
  { certificate }: Ground,
): Promise<{ newCertificate: string; newKeyId: string } | undefined> => {
  if (!next) return undefined;
  const id = storedKeyId(next.privateKey);
  if (id !== undefined && id === certificateKeyId(certificate))
    return { newCertificate: certificateText(certificate), newKeyId: id };
  if (Date.now() - Date.parse(next.storedAt) < liveMs) throw rotatedElsewhere(options, next);
  await options.store.remove({ orgId: orgIdOf(options.connection), app: options.name }, 'next');
  return undefined;
};

/** Whether the old key works: a new one would fail for what is wrong with app or user, too. */
const tryOld = async (
  { connection, name, org, events }: SessionOptions,
  { username, consumerKey }: { username: string; consumerKey: string },
  privateKey: string | undefined,
  clock: OrgClock,
): Promise<boolean> => {
  if (privateKey === undefined) return false;
  const holder = { username, consumerKey, privateKey };
  const answer = await tryLogin(connection, holder, { waitMs: 0, clock, onStatus: events.status });
  if (answer.ok || !isAboutTheApp(answer.refusal)) return answer.ok;
  throw new SfError(
    `${name} does not work in ${org} with the key that it has, for a reason that another key would not change: ${answer.why}`,
    'AppNotWorkingError',
    [`Find out why: "sf clientapp verify --name ${name} --target-org ${org}". Nothing was changed.`],
  );
};

const oldKeyNote = (isStored: boolean, works: boolean): string[] => {
  if (!isStored)
    return ['The store had no private key of the app. Programs that read theirs elsewhere must be given the new one.'];
  return works ? [] : ['The old key gave no token before this rotation began.'];
};

/**
 * Rotates the key pair of a jwt-bearer app, from the new key to the end of the old one.
 *
 * @param integrationUser whom the app signs in as, where no manifest says so
 * @throws NoCertificateToRotateError, IntegrationUserUnknownError, OwnConnectionError, WriteOnlyStoreError,
 * RotationBusyError, RotationUnfinishedError, RotationElsewhereError, AppNotWorkingError, and what `continueCertificate` throws
 */
export const startCertificateRotation = async (
  options: SessionOptions,
  { integrationUser }: { integrationUser?: string | undefined } = {},
): Promise<CertificateRotation> => {
  const { connection, name, org, store } = options;
  const { app: declared, project } = await options.subject();
  if (project && declared.flow !== 'jwt-bearer') throw noCertificate(declared, org);
  const username = requireUser(declared, integrationUser, org);
  const orgId = orgIdOf(connection);
  const stored = await store.read({ orgId, app: name });
  const ground = await readGround(options, declared);
  const { consumerKey } = ground;
  refuseOwnConnection(connection, { key: consumerKey }, name);
  requireOwnKey(options, stored.current, consumerKey);
  return inSession(options, { again: 'resume' }, async (work) => {
    const oldKey = stored.current?.privateKey;
    const found = await leftover(options, stored, ground);
    const oldWorked = found === undefined && (await tryOld(options, { username, consumerKey }, oldKey, work.clock));
    const record: CertificateRotation = {
      kind: 'certificate',
      id: randomUUID(),
      app: name,
      orgId,
      org,
      by: operator(),
      store: store.name,
      stage: found ? 'promoted' : 'planned',
      registration: ground.app.registration,
      consumerKey,
      username,
      ...(found ?? { oldCertificate: certificateText(ground.certificate) }),
      oldKeyId: storedKeyId(oldKey),
      oldWorked,
      verified: { next: false, current: false },
      recorded: false,
      startedAt: work.clock().toISOString(),
      notes: found
        ? [
            'The org had the certificate of the next key already, from a run on another machine; since when is not known.',
          ]
        : oldKeyNote(oldKey !== undefined, oldWorked),
    };
    await openRotation(record);
    await work.note(record);
    return continueCertificate(work, record);
  });
};

/**
 * Goes on with a rotation that was killed or failed on the way.
 * @throws RotationBusyError, OwnConnectionError, and what `continueCertificate` throws
 */
export const resumeCertificateRotation = (
  options: SessionOptions,
  found: CertificateRotation,
): Promise<CertificateRotation> => {
  refuseOwnConnection(options.connection, { key: found.consumerKey }, options.name);
  return inSession(options, { found, again: 'resume' }, async (work) => {
    const record = await takeRotation(found);
    await work.note(record);
    return continueCertificate(work, record);
  });
};

/**
 * Puts everything back, as long as the store does not have the new key as current.
 * @throws RotationBusyError, RotationTooLateError
 */
export const undoCertificateRotation = (
  options: SessionOptions,
  found: CertificateRotation,
): Promise<CertificateRotation> =>
  inSession(options, { found, again: 'cancel' }, async (work) => {
    const record = await takeRotation(found);
    await work.note(record);
    return cancelCertificate(work, record);
  });
