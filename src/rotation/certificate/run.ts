import { setTimeout as sleep } from 'node:timers/promises';
import { SfError } from '@salesforce/core/sfError';
import { parseCertificate } from '../../certificate/certificate.js';
import type { StoredVersions } from '../../secrets/store.js';
import { act, asGoingBack, prepared, type CertificateDeed, type CertificateWork } from './act.js';
import { readAppMetadata, type AppMetadata } from './appMetadata.js';
import { storedKeyId } from './keyId.js';
import { nextCertificateCancelStep, nextCertificateStep } from './plan.js';
import { certificateProblemError, certificateTooLate } from './problems.js';
import type { CertificateRotation, HeldCertificate, SeenCertificate } from './types.js';

/** Far more steps than a rotation has, even one that starts over twice. */
const mostSteps = 40;

/** As long as the store has the wrong key, a failure is not left to a person before it was tried again. */
const pausesMs = [1000, 3000, 10_000];

const fingerprintOf = (pem: string | undefined): string | undefined => parseCertificate(pem ?? '')?.fingerprint256;

/** Which of the certificates it is that the org has. */
const heldOf = (
  app: AppMetadata | undefined,
  { oldCertificate, newCertificate }: Pick<CertificateRotation, 'oldCertificate' | 'newCertificate'>,
): HeldCertificate => {
  if (!app) return 'gone';
  const { certificate } = app;
  if (certificate === undefined) return 'none';
  if (certificate === 'unreadable') return 'other';
  if (certificate.fingerprint256 === fingerprintOf(newCertificate)) return 'new';
  return certificate.fingerprint256 === fingerprintOf(oldCertificate) ? 'old' : 'other';
};

const keysOf = (versions: StoredVersions): SeenCertificate['stored'] =>
  Object.fromEntries(
    Object.entries(versions).flatMap(([version, { privateKey }]) => {
      const id = storedKeyId(privateKey);
      return id === undefined ? [] : [[version, id]];
    }),
  );

/** What the org has is read once, and again after the swap: in between, a retrieve would only make the window longer. */
type Sight = { app: AppMetadata | undefined; held: HeldCertificate };

const look = async ({ connection }: CertificateWork, record: CertificateRotation): Promise<Sight> => {
  const app = await readAppMetadata(connection, record.app, record.registration);
  return { app, held: heldOf(app, record) };
};

/** A deploy that a killed run did not live to see the end of. */
const withPromotion = (record: CertificateRotation, { held }: Sight): CertificateRotation =>
  held === 'new' && record.promotedAt === undefined && record.deployBegunAt !== undefined
    ? { ...record, stage: 'promoted', promotedAt: record.deployBegunAt, windowIsAtMost: true }
    : record;

/** True while the org and the store may disagree. */
const isInWindow = ({ deployBegunAt, swappedAt, back }: CertificateRotation): boolean =>
  deployBegunAt !== undefined && swappedAt === undefined && back?.tried !== true;

/** The org has refused the deploy, and so nothing was changed. */
const isRefusedDeploy = (error: unknown): boolean =>
  error instanceof SfError && typeof error.data === 'object' && error.data !== null && 'problems' in error.data;

const isSettled = (error: unknown): boolean =>
  isRefusedDeploy(error) ||
  (error instanceof SfError && ['RotationNotVerifiedError', 'DeployTimeoutError'].includes(error.name));

type Plan = typeof nextCertificateCancelStep;

/** The state between two steps. */
type Going = { record: CertificateRotation; sight: Sight | undefined };

const seenAfter = (step: CertificateDeed, sight: Sight): Sight | undefined => {
  if (step.do === 'deploy') return { ...sight, held: 'new' };
  if (step.do === 'restore') return { ...sight, held: 'old' };
  return step.do === 'swap-store' || step.do === 'verify-current' ? undefined : sight;
};

const apply = async (
  work: CertificateWork,
  record: CertificateRotation,
  step: CertificateDeed,
  sight: Sight,
): Promise<Going> => {
  if (!sight.app) throw certificateProblemError('app-gone', record);
  const intended = prepared(record, step, work.clock());
  if (intended !== record) await work.note(intended);
  try {
    const done = await act(work, intended, step, sight.app);
    await work.note(done);
    return { record: done, sight: seenAfter(step, sight) };
  } catch (error) {
    if (step.do === 'deploy' && isRefusedDeploy(error)) await work.note(record);
    throw error;
  }
};

const end = async (
  { note, clock }: CertificateWork,
  record: CertificateRotation,
  stage: 'retired' | 'failed' | 'cancelled',
): Promise<CertificateRotation> => {
  const ended = { ...record, stage, endedAt: record.endedAt ?? clock().toISOString() };
  await note(ended);
  return ended;
};

const turn = async (work: CertificateWork, going: Going, plan: Plan): Promise<Going & { ended?: true }> => {
  const sight = going.sight ?? (await look(work, going.record));
  const record = withPromotion(going.record, sight);
  if (record !== going.record) await work.note(record);
  const stored = keysOf(await work.store.read({ orgId: record.orgId, app: record.app }));
  const step = plan(record, { held: sight.held, stored });
  if (step.do === 'finish') return { record: await end(work, record, step.stage), sight, ended: true };
  if (step.do === 'stop') throw certificateProblemError(step.problem, record);
  if (step.do === 'too-late') throw certificateTooLate(record);
  // What is gone from the org leaves only the store to tidy.
  if (!sight.app && (step.do === 'forget-next' || step.do === 'forget-previous')) {
    const version = step.do === 'forget-next' ? 'next' : 'previous';
    await work.store.remove({ orgId: record.orgId, app: record.app }, version);
    return { record, sight };
  }
  if (step.do === 'go-back' && plan === nextCertificateCancelStep) {
    const back = asGoingBack(record, step.why, 'cancelled');
    await work.note(back);
    return { record: back, sight };
  }
  return apply(work, record, step, sight);
};

const endless = (record: CertificateRotation): SfError =>
  new SfError(
    `The rotation of ${record.app} does not come to an end: org or store do not keep what they were given.`,
    'RotationEndlessError',
    ['See whether another program rotates the same app, and whether the store works.'],
  );

const follow = async (
  work: CertificateWork,
  started: CertificateRotation,
  plan: Plan,
): Promise<CertificateRotation> => {
  const pauses = [...pausesMs];
  let latest = started;
  const watched = {
    ...work,
    note: async (record: CertificateRotation): Promise<void> => {
      await work.note(record);
      latest = record;
    },
  };
  let going: Going = { record: started, sight: undefined };
  work.events.stage('Looking');
  for (let count = 0; count < mostSteps; count += 1) {
    try {
      const next = await turn(watched, going, plan);
      if (next.ended) return next.record;
      going = next;
    } catch (error) {
      const pause = isInWindow(latest) && !isStop(error) && !isSettled(error) ? pauses.shift() : undefined;
      if (pause === undefined) throw error;
      work.events.status(`No clear answer; looking again in ${pause / 1000} s`);
      await sleep(pause);
      going = { record: latest, sight: undefined };
    }
  }
  throw endless(latest);
};

/** A person has to decide; asking again changes nothing. */
const isStop = (error: unknown): boolean =>
  error instanceof SfError &&
  [
    'CertificateChangedElsewhereError',
    'ClientAppGoneError',
    'OtherCredentialStoredError',
    'RotationKeyLostError',
    'RotationTooLateError',
  ].includes(error.name);

/**
 * Goes on with a rotation until it is over: with the new key in use, or with everything put back because the org would not
 * take the new key.
 *
 * @returns the record, stage `retired`, `failed` or `cancelled`
 * @throws what the plan can not decide, RotationNotVerifiedError, what org and store throw
 */
export const continueCertificate = (work: CertificateWork, record: CertificateRotation): Promise<CertificateRotation> =>
  follow(work, record, nextCertificateStep);

/**
 * Puts everything back: the old certificate when the new one may be in the org, and the store.
 * @throws RotationTooLateError once the store has the new key as current
 */
export const cancelCertificate = (work: CertificateWork, record: CertificateRotation): Promise<CertificateRotation> =>
  follow(work, record, nextCertificateCancelStep);
