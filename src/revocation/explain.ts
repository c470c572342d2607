import { SfError } from '@salesforce/core/sfError';
import { explainOrgFailure } from '../org/failures.js';

/** Nothing has to be cleared up before: what is left is asked of the org. */
export const goOn = 'Run the same command again: it asks the org what is left and goes on with that.';

/** An answer that broke off, or came from a proxy: sf would take a TypeError for a mistake in the plugin (exit code 10). */
const broken = (error: Error, org: string): SfError =>
  SfError.create({
    name: 'OrgAnswerBrokenError',
    message: `An answer of ${org} broke off.`,
    actions: [],
    cause: undefined,
    data: { said: error.name },
  });

/** A failure in the middle of a revocation: what went wrong, and that the same command goes on from there. */
export const explainRevocationFailure = (failure: unknown, org: string): SfError => {
  const explained = explainOrgFailure(failure, org);
  const error =
    explained instanceof TypeError || explained instanceof SyntaxError
      ? broken(explained, org)
      : SfError.wrap(explained);
  const actions = error.actions ?? [];
  if (!actions.includes(goOn)) error.actions = [...actions, goOn];
  return error;
};
