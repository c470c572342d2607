import { SfError } from '@salesforce/core/sfError';
import { explainOrgFailure } from '../org/failures.js';
import { hasEnded } from './journal.js';
import { rotateCommand } from './problems.js';
import type { AnyRotation } from './anyRotation.js';

/** A failure in the middle of a rotation: what went wrong, and the command that goes on from there. */
export const explainRotationFailure = (failure: unknown, record: AnyRotation, again: 'resume' | 'cancel'): SfError => {
  const error = SfError.wrap(explainOrgFailure(failure, record.org));
  const actions = error.actions ?? [];
  if (hasEnded(record) || actions.some((action) => action.includes('clientapp rotate'))) return error;
  error.actions = [
    ...actions,
    `How far the rotation came is written down. Then go on: ${rotateCommand(again, record)}.`,
  ];
  return error;
};
