import type { AnyRotation } from './anyRotation.js';
import { certificateReport } from './certificate/report.js';
import { guidedReport } from './guided/report.js';
import { rotateCommand } from './problems.js';
import type { CredentialKind, RotationRecord, RotationStage } from './types.js';

/** A rotation as results show it. */
export type RotationReport = {
  app: string;
  org: string;
  credential: CredentialKind;
  stage: RotationStage;
  startedAt: string;
  startedBy: string;
  promotedAt?: string;
  retireAfter?: string;
  endedAt?: string;
  /** The key that programs have to use now. */
  consumerKey: string;
  /** The key that still works besides, during a rotation. */
  previousConsumerKey?: string;
  /** Of a certificate: SHA-256 of the one that the org has now, as far as this rotation knows, and the end of its validity. */
  certificateFingerprint?: string;
  certificateValidTo?: string;
  /** Of a certificate: how long the org had the new one and the store the old key. */
  cutOver?: { from: string; to: string; seconds: number; isAtMost: boolean };
  store: string;
  notes: string[];
  /** What happens next, or what to do. */
  next: string;
};

const day = (time: string | undefined): string => time?.slice(0, 10) ?? 'an unknown day';

const nextOf = (record: RotationRecord): string => {
  const { stage, retireAfter } = record;
  const resume = rotateCommand('resume', record);
  if (stage === 'retired') return 'Nothing: the old pair is gone, and the new one is in use.';
  if (stage === 'cancelled') return 'Nothing: the pair from before is still in use.';
  if (stage === 'failed')
    return `See why, and that the store has the pair of the org; then start again: ${rotateCommand('start', record)}.`;
  if (stage === 'overlap')
    return `Give the new key and secret to whatever does not read the store; then, from ${day(retireAfter)}, delete the old pair: ${resume}.`;
  return `Go on: ${resume}.`;
};

/** What people and programs are told about a rotation; no secret is in a record. */
export const reportOf = (record: AnyRotation): RotationReport => {
  if (record.kind === 'certificate') return certificateReport(record);
  return record.kind === 'guided' ? guidedReport(record) : secretReport(record);
};

const secretReport = (record: RotationRecord): RotationReport => {
  const { app, org, stage, startedAt, by, promotedAt, retireAfter, endedAt, oldKey, newKey, store, notes } = record;
  const isPromoted = promotedAt !== undefined && newKey !== undefined;
  const isOver = stage === 'retired' || stage === 'cancelled' || stage === 'failed';
  return {
    app,
    org,
    credential: 'secret',
    stage,
    startedAt,
    startedBy: by,
    ...(promotedAt === undefined ? {} : { promotedAt }),
    ...(retireAfter === undefined || isOver ? {} : { retireAfter }),
    ...(endedAt === undefined ? {} : { endedAt }),
    consumerKey: isPromoted ? newKey : oldKey,
    ...(isPromoted && !isOver ? { previousConsumerKey: oldKey } : {}),
    store,
    notes,
    next: nextOf(record),
  };
};
