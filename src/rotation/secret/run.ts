import { SfError } from '@salesforce/core/sfError';
import { nextCancelStep, nextStep } from '../plan.js';
import { problemError } from '../problems.js';
import type { RotationRecord, Seen, Step } from '../types.js';
import { act, asPromoted, type Rotation } from './act.js';
import { look } from './look.js';

/** Far more steps than a rotation has, even one that starts over twice. */
const mostSteps = 60;

/** A promotion that a killed run did not live to write down. */
const withPromotion = (record: RotationRecord, { primaryKey, now }: Seen): RotationRecord =>
  record.promotedAt === undefined && record.newKey !== undefined && primaryKey === record.newKey
    ? asPromoted(record, now)
    : record;

type Turn = { record: RotationRecord; step: Step | { do: 'too-late' } };

const turn = async (
  rotation: Rotation,
  record: RotationRecord,
  plan: (record: RotationRecord, seen: Seen) => Turn['step'],
): Promise<Turn> => {
  const seen = await look(rotation.connection, record, rotation.store, rotation.clock);
  const known = withPromotion(record, seen);
  if (known !== record) await rotation.note(known);
  return { record: known, step: plan(known, seen) };
};

const end = async (
  { note, clock }: Rotation,
  record: RotationRecord,
  stage: 'retired' | 'cancelled',
): Promise<RotationRecord> => {
  const done = { ...record, stage, endedAt: record.endedAt ?? clock().toISOString(), intent: undefined };
  await note(done);
  return done;
};

/**
 * Goes on with a rotation until it is over, or has to wait for the end of the overlap. After every step org and store
 * are looked at again, so it does not matter which run did the step before.
 *
 * @returns the record as it is then: stage `overlap` while the old pair still works, `retired` when it is gone
 * @throws what the plan can not decide (ForeignStagedCredentialError, RotatedElsewhereError …), RotationNotVerifiedError,
 * what org and store throw
 */
export const continueRotation = async (rotation: Rotation, started: RotationRecord): Promise<RotationRecord> => {
  let record = started;
  rotation.events.stage('Looking');
  for (let count = 0; count < mostSteps; count += 1) {
    const next = await turn(rotation, record, nextStep);
    const { step } = next;
    record = next.record;
    if (step.do === 'finish') return end(rotation, record, 'retired');
    if (step.do === 'stop') throw problemError(step.problem, record);
    if (step.do === 'wait' || step.do === 'too-late') return record;
    record = await act(rotation, record, step);
    await rotation.note(record);
  }
  throw new SfError(
    'The rotation does not come to an end: org or store change back what it does.',
    'RotationEndlessError',
    ['See whether another program rotates the same app.'],
  );
};

/**
 * Undoes a rotation as far as that can be done: before the promotion everything, after it nothing.
 * @throws RotationTooLateError after the promotion
 */
export const cancelRotation = async (rotation: Rotation, started: RotationRecord): Promise<RotationRecord> => {
  let record = started;
  for (let count = 0; count < mostSteps; count += 1) {
    const next = await turn(rotation, record, nextCancelStep);
    const { step } = next;
    record = next.record;
    if (step.do === 'too-late') {
      throw new SfError(
        `The org has taken the new pair of ${record.app} as its own, which can't be undone. The old pair works until ${record.retireAfter?.slice(0, 10) ?? 'it is deleted'}.`,
        'RotationTooLateError',
        [
          `Go on: "sf clientapp rotate resume --name ${record.app} --target-org ${record.org}".`,
          `To end the overlap now: "sf clientapp rotate resume --name ${record.app} --target-org ${record.org} --retire-now".`,
        ],
      );
    }
    if (step.do === 'finish') return end(rotation, record, 'cancelled');
    record = await act(rotation, record, step);
    await rotation.note(record);
  }
  throw new SfError(
    'The rotation does not come to an end: org or store change back what is undone.',
    'RotationEndlessError',
  );
};
