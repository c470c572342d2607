import { rotateCommand } from '../problems.js';
import type { RotationReport } from '../report.js';
import type { GuidedRotation } from './types.js';

const nextOf = (record: GuidedRotation): string => {
  const { stage } = record;
  const resume = rotateCommand('resume', record);
  if (stage === 'retired')
    return 'Nothing: the new pair is in use. To rotate by API next time, migrate the app to an External Client App.';
  if (stage === 'cancelled')
    return 'If Apply was confirmed in Setup, the old pair is gone all the same: generate another pair and start again.';
  if (stage === 'failed') return `Start again: ${rotateCommand('start', record)}.`;
  if (stage === 'overlap') return `Confirm Apply in Setup, wait 10 minutes, then look again: ${resume}.`;
  return `Confirm Apply in Setup; then go on: ${resume}.`;
};

/** What people and programs are told about a guided rotation. */
export const guidedReport = (record: GuidedRotation): RotationReport => {
  const { app, org, stage, startedAt, by, promotedAt, endedAt, oldKey, newKey, store, notes } = record;
  const isOver = stage === 'retired' || stage === 'cancelled' || stage === 'failed';
  return {
    app,
    org,
    credential: 'secret',
    stage,
    startedAt,
    startedBy: by,
    ...(promotedAt === undefined ? {} : { promotedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    consumerKey: promotedAt === undefined ? (oldKey ?? newKey) : newKey,
    ...(promotedAt === undefined || oldKey === undefined || isOver ? {} : { previousConsumerKey: oldKey }),
    store,
    notes,
    next: nextOf(record),
  };
};
