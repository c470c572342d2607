import { randomUUID } from 'node:crypto';
import { SfError } from '@salesforce/core/sfError';
import { usesSecret } from '../../app/clientApp.js';
import { orgIdOf } from '../../org/connection.js';
import type { StoredVersions } from '../../secrets/store.js';
import { findUnfinished, openRotation, takeRotation } from '../journal.js';
import { problemError, rotateCommand } from '../problems.js';
import { refuseOwnConnection } from '../secret/choose.js';
import { inSession, operator, type SessionOptions } from '../session.js';
import { act, type GuidedWork } from './act.js';
import { newPairProblem, type NewPair } from './newPair.js';
import { nextGuidedCancelStep, nextGuidedStep } from './plan.js';
import type { GuidedRotation, SeenGuided } from './types.js';

const mostSteps = 30;

/** True for an app whose secret only a person can rotate, in Setup (platform.md 5). */
export const isGuided = async ({ subject }: Pick<SessionOptions, 'subject'>): Promise<boolean> => {
  const { app } = await subject();
  return app.registration === 'connected-app' && usesSecret(app);
};

const keysOf = (versions: StoredVersions): SeenGuided['stored'] =>
  Object.fromEntries(
    Object.entries(versions).flatMap(([version, { consumerKey }]) =>
      consumerKey === '' ? [] : [[version, consumerKey]],
    ),
  );

const tooLate = (record: GuidedRotation): SfError =>
  new SfError(
    `The new pair of ${record.app} is in use already, so there is nothing to go back to.`,
    'RotationTooLateError',
    [`Go on: ${rotateCommand('resume', record)}.`],
  );

const follow = async (
  work: GuidedWork,
  started: GuidedRotation,
  plan: typeof nextGuidedStep,
): Promise<GuidedRotation> => {
  let record = started;
  for (let count = 0; count < mostSteps; count += 1) {
    const stored = keysOf(await work.store.read({ orgId: record.orgId, app: record.app }));
    const step = plan(record, { stored });
    if (step.do === 'stop') throw problemError('other-pair-stored', record);
    if (step.do === 'too-late') throw tooLate(record);
    if (step.do === 'finish') {
      const notes = step.note === undefined ? record.notes : [...record.notes, step.note];
      const ended = { ...record, stage: step.stage, notes, endedAt: record.endedAt ?? work.clock().toISOString() };
      await work.note(ended);
      return ended;
    }
    record = await act(work, record, step);
    await work.note(record);
    if (step.do === 'try-old' && !record.oldRefused) return record;
  }
  throw new SfError(
    `The rotation of ${record.app} does not come to an end: the store does not keep what it is given.`,
    'RotationEndlessError',
  );
};

const unfinished = ({ app, org, stage }: { app: string; org: string; stage: string }): SfError =>
  new SfError(`A rotation of ${app} in ${org} is not finished, now "${stage}".`, 'RotationUnfinishedError', [
    `Go on with it: ${rotateCommand('resume', { app, org })}.`,
    `Or undo what can be undone: ${rotateCommand('cancel', { app, org })}.`,
  ]);

/** What a person has to do, before anything was done. */
export type Guide = {
  /** Asks for the pair that Setup has generated; called once everything that can be looked at beforehand was. */
  askPair: () => Promise<NewPair>;
  /** The pair is stored: Apply may be confirmed now. */
  onStored: () => Promise<void>;
};

/**
 * Follows a person through the rotation of a Connected App's secret: takes the new pair, stores it, and once it works
 * makes it the current one.
 *
 * @throws RotationUnfinishedError, RotationBusyError, OwnConnectionError, WriteOnlyStoreError, what asking for the pair
 * throws, NewPairInvalidError, RotationNotVerifiedError
 */
export const startGuidedRotation = async (options: SessionOptions, guide: Guide): Promise<GuidedRotation> => {
  const { connection, name, org, store } = options;
  const orgId = orgIdOf(connection);
  const address = { orgId, app: name };
  const { current } = await store.read(address);
  if (current) refuseOwnConnection(connection, { key: current.consumerKey }, name);
  const other = await findUnfinished(orgId, name);
  if (other) throw unfinished(other);
  const pair = await guide.askPair();
  const problem = newPairProblem(pair, current?.consumerKey);
  if (problem !== undefined)
    throw new SfError(`That is no new pair for ${name}: ${problem}. Nothing was stored.`, 'NewPairInvalidError', [
      'Copy key and secret from Setup once more: of the pair that "Generate" made, not of the one in use.',
    ]);
  return inSession(options, { again: 'resume' }, async (work) => {
    const record: GuidedRotation = {
      kind: 'guided',
      id: randomUUID(),
      app: name,
      orgId,
      org,
      by: operator(),
      store: store.name,
      stage: 'planned',
      ...(current && current.consumerKey !== '' ? { oldKey: current.consumerKey } : {}),
      newKey: pair.consumerKey,
      verified: { next: false, current: false },
      recorded: false,
      oldRefused: false,
      startedAt: work.clock().toISOString(),
      notes: [],
    };
    await openRotation(record);
    await work.note(record);
    work.events.stage('Storing');
    await store.write(address, 'next', { ...pair, storedAt: work.clock().toISOString(), state: 'prepared' });
    const stored: GuidedRotation = { ...record, stage: 'stored' };
    await work.note(stored);
    await guide.onStored();
    return follow(work, stored, nextGuidedStep);
  });
};

/** Goes on with a guided rotation: tries the new pair again, or looks whether the org has dropped the old one. */
export const resumeGuidedRotation = (options: SessionOptions, found: GuidedRotation): Promise<GuidedRotation> =>
  inSession(options, { found, again: 'resume' }, async (work) => {
    const record = await takeRotation(found);
    await work.note(record);
    return follow(work, record, nextGuidedStep);
  });

/** Drops the new pair from the store. What was done in Setup stays done. */
export const undoGuidedRotation = (options: SessionOptions, found: GuidedRotation): Promise<GuidedRotation> =>
  inSession(options, { found, again: 'cancel' }, async (work) => {
    const record = await takeRotation(found);
    await work.note(record);
    return follow(work, record, nextGuidedCancelStep);
  });
