import { setTimeout as sleep } from 'node:timers/promises';
import { SfError } from '@salesforce/core/sfError';
import { nextCancelStep, nextStep } from '../plan.js';
import { problemError, rotateCommand } from '../problems.js';
import type { CancelStep, RotationRecord, Seen, Step } from '../types.js';
import { act, asPromoted, prepared, withoutIntent, type Deed, type Rotation } from './act.js';
import { isRefused } from './certainty.js';
import { look } from './look.js';

/** Far more steps than a rotation has, even one that starts over twice. */
const mostSteps = 60;

/** How long to wait before org and store are looked at again, after a request whose fate is unknown. */
const pausesMs = [1000, 3000];

/** A promotion that a killed run did not live to write down. */
const withPromotion = (record: RotationRecord, { primaryKey, now }: Seen): RotationRecord =>
  record.promotedAt === undefined && record.newKey !== undefined && primaryKey === record.newKey
    ? asPromoted(record, now)
    : record;

/** The overlap ends when the org drops the old pair, whatever was asked for. */
const withExpiry = (record: RotationRecord, { slot }: Seen): RotationRecord =>
  record.retireAfter !== undefined &&
  slot.kind === 'pair' &&
  slot.key === record.oldKey &&
  slot.expirationDate !== undefined &&
  Date.parse(slot.expirationDate) < Date.parse(record.retireAfter)
    ? { ...record, retireAfter: slot.expirationDate }
    : record;

type Turn<T> = { record: RotationRecord; step: T };

const turn = async <T>(
  rotation: Rotation,
  record: RotationRecord,
  plan: (record: RotationRecord, seen: Seen) => T,
): Promise<Turn<T>> => {
  const seen = await look(rotation.connection, record, rotation.store, rotation.clock);
  const known = withExpiry(withPromotion(record, seen), seen);
  if (known !== record) await rotation.note(known);
  return { record: known, step: plan(known, seen) };
};

const end = async (
  { note, clock }: Rotation,
  record: RotationRecord,
  stage: 'retired' | 'cancelled' | 'failed',
  why: string[] = [],
): Promise<RotationRecord> => {
  const done = { ...withoutIntent(record), stage, notes: [...record.notes, ...why] };
  const ended = { ...done, endedAt: record.endedAt ?? clock().toISOString() };
  await note(ended);
  return ended;
};

/** Only asking for a pair and promoting it are not repeated below; for them a second look at the org tells what became of it. */
const isWorthASecondLook = (step: Deed, error: unknown): boolean =>
  (step.do === 'stage' || step.do === 'promote') && !isRefused(error);

/** Does one step: written down before, done, written down after. */
const apply = async (
  rotation: Rotation,
  record: RotationRecord,
  step: Deed,
  pauses: number[],
): Promise<RotationRecord> => {
  const intended = prepared(record, step, rotation.clock());
  if (intended !== record) await rotation.note(intended);
  try {
    const done = await act(rotation, intended, step);
    await rotation.note(done);
    return done;
  } catch (error) {
    // A pair that appears after a refusal is somebody else's, unless an earlier request made it.
    if (step.do === 'stage' && isRefused(error)) await rotation.note(withoutIntent(record));
    const pause = isWorthASecondLook(step, error) ? pauses.shift() : undefined;
    if (pause === undefined) throw error;
    rotation.events.status('The org gave no clear answer; looking again');
    await sleep(pause);
    return intended;
  }
};

const endless = (record: RotationRecord): SfError =>
  new SfError(
    `The rotation of ${record.app} does not come to an end: org or store do not keep what they were given.`,
    'RotationEndlessError',
    ['See whether another program rotates the same app, and whether the store works.'],
  );

/**
 * Goes on with a rotation until it is over, or has to wait for the end of the overlap. After every step org and store
 * are looked at again, so it does not matter which run did the step before.
 *
 * @returns the record as it is then: stage `overlap` while the old pair still works, `retired` when it is gone
 * @throws what the plan can not decide (ForeignStagedCredentialError, RotatedElsewhereError …), RotationNotVerifiedError,
 * what org and store throw
 */
export const continueRotation = async (rotation: Rotation, started: RotationRecord): Promise<RotationRecord> => {
  const pauses = [...pausesMs];
  let record = started;
  rotation.events.stage('Looking');
  for (let count = 0; count < mostSteps; count += 1) {
    const next: Turn<Step> = await turn(rotation, record, nextStep);
    const { step } = next;
    record = next.record;
    if (step.do === 'finish') return end(rotation, record, 'retired');
    if (step.do === 'stop') throw problemError(step.problem, record);
    if (step.do === 'wait') return record;
    record = await apply(rotation, record, step, pauses);
  }
  throw endless(record);
};

const tooLate = (record: RotationRecord): SfError =>
  new SfError(
    `The org has taken the new pair of ${record.app} as its own, which can't be undone. The old pair works until ${record.retireAfter?.slice(0, 10) ?? 'it is deleted'}.`,
    'RotationTooLateError',
    [
      `Go on: ${rotateCommand('resume', record)}.`,
      `To end the overlap now: ${rotateCommand('resume', record, ' --retire-now')}.`,
    ],
  );

/**
 * Undoes a rotation as far as that can be done: before the promotion everything, after it nothing.
 * @returns the record with stage `cancelled`, or `failed` when somebody else has changed the credentials meanwhile
 * @throws RotationTooLateError after the promotion
 */
export const cancelRotation = async (rotation: Rotation, started: RotationRecord): Promise<RotationRecord> => {
  let record = started;
  for (let count = 0; count < mostSteps; count += 1) {
    const next: Turn<CancelStep> = await turn(rotation, record, nextCancelStep);
    const { step } = next;
    record = next.record;
    if (step.do === 'too-late') throw tooLate(record);
    if (step.do === 'finish') return end(rotation, record, 'cancelled');
    if (step.do === 'give-up') return end(rotation, record, 'failed', [step.why]);
    record = await apply(rotation, record, step, []);
  }
  throw endless(record);
};
