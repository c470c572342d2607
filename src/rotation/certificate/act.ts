import type { KeyObject, X509Certificate } from 'node:crypto';
import { SfError } from '@salesforce/core/sfError';
import { certificateText, parseCertificate } from '../../certificate/certificate.js';
import { createKeyPair } from '../../certificate/keyPair.js';
import { minKeyBits, parsePrivateKey, privateKeyText } from '../../certificate/privateKey.js';
import type { CredentialAddress, StoredCredential } from '../../secrets/store.js';
import type { RotationEvents } from '../events.js';
import { rotateCommand } from '../problems.js';
import type { RotationWork } from '../session.js';
import type { AppMetadata } from './appMetadata.js';
import { deployCertificate } from './deployCertificate.js';
import { certificateKeyId } from './keyId.js';
import { isUnanswered, tryLogin, type Login } from './login.js';
import { writeToProject } from './projectFiles.js';
import type { CertificateRotation, CertificateStep } from './types.js';
import { windowNote } from './window.js';

export type CertificateWork = RotationWork<CertificateRotation>;

/** The steps that do something. */
export type CertificateDeed = Exclude<CertificateStep, { do: 'finish' | 'stop' }>;

const yearDays = 365;

const addressOf = ({ orgId, app }: CertificateRotation): CredentialAddress => ({ orgId, app });

const noted = (record: CertificateRotation, ...more: Array<string | undefined>): CertificateRotation => ({
  ...record,
  notes: [...record.notes, ...more.filter((note) => note !== undefined && !record.notes.includes(note))] as string[],
});

/** As strong as the old one at least. */
const bitsOf = (old: X509Certificate | undefined): number =>
  Math.max(minKeyBits, old?.publicKey.asymmetricKeyDetails?.modulusLength ?? 0);

/** A key that this rotation stored right before it was killed is used: it is nowhere else. */
const unfinishedKey = (next: StoredCredential | undefined): KeyObject | undefined => {
  const parsed = next?.privateKey === undefined ? undefined : parsePrivateKey(next.privateKey);
  return parsed && 'key' in parsed ? parsed.key : undefined;
};

const makeKey = async (
  { store, clock }: CertificateWork,
  record: CertificateRotation,
  note: string | undefined,
): Promise<CertificateRotation> => {
  const address = addressOf(record);
  const { current, next } = await store.read(address);
  const old = record.oldCertificate === undefined ? undefined : parseCertificate(record.oldCertificate);
  const request = { commonName: record.app, days: yearDays, keySize: bitsOf(old), now: clock() };
  const { privateKey, certificate } = await createKeyPair(request, unfinishedKey(next));
  await store.write(address, 'next', {
    consumerKey: record.consumerKey,
    ...(current?.consumerSecret === undefined ? {} : { consumerSecret: current.consumerSecret }),
    privateKey: privateKeyText(privateKey),
    storedAt: clock().toISOString(),
    state: 'prepared',
  });
  return noted(
    {
      ...record,
      stage: 'stored',
      newCertificate: certificateText(certificate),
      newKeyId: certificateKeyId(certificate),
      verified: { next: false, current: false },
    },
    note,
  );
};

const login = async (
  { connection, store, clock, events }: CertificateWork,
  record: CertificateRotation,
  version: 'current' | 'next',
  waitMs: number,
): Promise<Login | undefined> => {
  const privateKey = (await store.read(addressOf(record)))[version]?.privateKey;
  if (privateKey === undefined) return undefined;
  const { consumerKey, username } = record;
  return tryLogin(connection, { consumerKey, username, privateKey }, { waitMs, clock, onStatus: events.status });
};

/** Undefined when the store has no such key. */
const whyNot = (answer: Login | undefined): string | undefined =>
  answer === undefined ? 'the store does not give it back' : answer.ok ? undefined : answer.why;

export const asGoingBack = (
  record: CertificateRotation,
  why: string,
  ending: 'failed' | 'cancelled',
): CertificateRotation => ({ ...record, back: { why, ending } });

const notVerified = (record: CertificateRotation, why: string): SfError =>
  new SfError(`The new key of ${record.app} does not work in ${record.org}: ${why}`, 'RotationNotVerifiedError', [
    `Find out why: "sf clientapp verify --name ${record.app} --target-org ${record.org}".`,
    `Then go on: ${rotateCommand('resume', record)}.`,
  ]);

/** The key is not to blame, and taking it back would need the same org to answer. */
const unanswered = (record: CertificateRotation, why: string): SfError =>
  new SfError(
    `The new key of ${record.app} could not be tried: the token endpoint of ${record.org} gave no answer (${why}).`,
    'TokenEndpointUnreachableError',
    [
      `The org has the new certificate, and the store the old key. As soon as it answers, go on: ${rotateCommand('resume', record)}.`,
      `Or put the old certificate back: ${rotateCommand('cancel', record)}.`,
    ],
  );

const verifyNext = async (work: CertificateWork, record: CertificateRotation): Promise<CertificateRotation> => {
  const answer = await login(work, record, 'next', work.waitMs);
  if (answer?.ok === false && isUnanswered(answer.refusal)) throw unanswered(record, answer.why);
  const why = whyNot(answer);
  if (why === undefined) return { ...record, stage: 'verified', verified: { next: true, current: false } };
  if (record.oldCertificate === undefined) throw notVerified(record, why);
  return asGoingBack(record, `the org refused the new key (${why})`, 'failed');
};

/** In this order, so that nothing is ever only in one place. */
const swapStore = async (
  { store, clock }: CertificateWork,
  record: CertificateRotation,
): Promise<CertificateRotation> => {
  const address = addressOf(record);
  const { current, next } = await store.read(address);
  if (current && next && current.privateKey !== next.privateKey) {
    // A secret without a key has its place in `current` only.
    if (current.privateKey !== undefined) await store.write(address, 'previous', current);
    const { consumerSecret: _, ...rest } = next;
    await store.write(address, 'current', {
      ...rest,
      ...(current.consumerSecret === undefined ? {} : { consumerSecret: current.consumerSecret }),
      state: 'confirmed',
    });
  } else if (next) await store.write(address, 'current', { ...next, state: 'confirmed' });
  const swappedAt = record.swappedAt ?? clock().toISOString();
  await store.remove(address, 'next');
  const swapped = { ...record, swappedAt };
  return noted(swapped, windowNote(swapped));
};

const verifyCurrent = async (work: CertificateWork, record: CertificateRotation): Promise<CertificateRotation> => {
  const why = whyNot(await login(work, record, 'current', work.waitMs));
  if (why !== undefined) throw notVerified(record, why);
  return { ...record, verified: { next: true, current: true } };
};

/** What the plan does not ask for a step without. */
const known = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('The journal lacks what this step of the rotation needs.');
  return value;
};

const parsed = (pem: string | undefined): X509Certificate => known(parseCertificate(known(pem)));

const recordIt = async (
  { subject, clock }: CertificateWork,
  record: CertificateRotation,
): Promise<CertificateRotation> => {
  const { project, recordDay } = await subject();
  const left = project ? await writeToProject(project, parsed(record.newCertificate)) : [];
  await recordDay((record.promotedAt ?? clock().toISOString()).slice(0, 10));
  return noted({ ...record, recorded: true }, ...left);
};

const restore = async (
  { connection, clock, events }: CertificateWork,
  record: CertificateRotation,
  app: AppMetadata,
): Promise<CertificateRotation> => {
  const back = known(record.back);
  const restoredAt = await deployCertificate(connection, app, known(record.oldCertificate), { clock, events });
  return { ...record, back: { ...back, restoredAt } };
};

/** That the old key works again is not taken for granted; when it does not, that has to be said. */
const verifyOld = async (work: CertificateWork, record: CertificateRotation): Promise<CertificateRotation> => {
  const back = known(record.back);
  const why = whyNot(await login(work, record, 'current', record.oldWorked ? work.waitMs : 0));
  const before = record.oldWorked ? '' : ' It did not work before this rotation either.';
  const said =
    why === undefined
      ? `Rolled back: ${back.why}. The org has the old certificate again, and the old key works.`
      : `Rolled back: ${back.why}. The org has the old certificate again, but the old key does not work: ${why}.${before}`;
  return noted({ ...record, back: { ...back, tried: true } }, said, windowNote(record));
};

const deployNew = async (
  { connection, clock, events }: CertificateWork,
  record: CertificateRotation,
  app: AppMetadata,
  note: string | undefined,
): Promise<CertificateRotation> => {
  const promotedAt = await deployCertificate(connection, app, known(record.newCertificate), { clock, events });
  const { windowIsAtMost: _, ...rest } = record;
  if (record.swappedAt !== undefined) return noted({ ...record, verified: { next: true, current: false } }, note);
  return noted({ ...rest, stage: 'promoted', promotedAt }, note);
};

const announced: Partial<Record<CertificateDeed['do'], Parameters<RotationEvents['stage']>[0]>> = {
  'make-key': 'Storing',
  deploy: 'Promoting',
  'verify-next': 'Verifying',
  'verify-current': 'Verifying',
  'forget-previous': 'Retiring',
};

/** What is written down before a step is done, so that the next run knows of it whatever happens to this one. */
export const prepared = (record: CertificateRotation, step: CertificateDeed, now: Date): CertificateRotation =>
  step.do === 'deploy' && record.swappedAt === undefined ? { ...record, deployBegunAt: now.toISOString() } : record;

/** Does one step and gives the record as it is then; the caller writes it down. Each can be repeated after a kill. */
export const act = async (
  work: CertificateWork,
  record: CertificateRotation,
  step: CertificateDeed,
  app: AppMetadata,
): Promise<CertificateRotation> => {
  const stage = announced[step.do];
  if (stage) work.events.stage(stage);
  switch (step.do) {
    case 'make-key':
      return makeKey(work, record, step.note);
    case 'deploy':
      return deployNew(work, record, app, step.note);
    case 'verify-next':
      return verifyNext(work, record);
    case 'swap-store':
      return swapStore(work, record);
    case 'verify-current':
      return verifyCurrent(work, record);
    case 'record':
      return recordIt(work, record);
    case 'forget-previous':
      await work.store.remove(addressOf(record), 'previous');
      return record;
    case 'go-back':
      return asGoingBack(record, step.why, 'failed');
    case 'restore':
      return restore(work, record, app);
    case 'verify-old':
      return verifyOld(work, record);
    case 'forget-next':
      await work.store.remove(addressOf(record), 'next');
      return record;
  }
};
