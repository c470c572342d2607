import { SfError } from '@salesforce/core/sfError';
import { explainOrgFailure, orgErrorCode } from '../org/failures.js';

/** Nothing has to be cleared up before: what is left is asked of the org. */
export const goOn = 'Run the same command again: it asks the org what is left and goes on with that.';

/** An answer that broke off, or came from a proxy: sf would take a TypeError for a mistake in the plugin (exit code 10). */
const broken = (error: Error, org: string): SfError =>
  SfError.create({
    name: 'OrgAnswerBrokenError',
    message: `An answer of ${org} broke off, or was none of an org.`,
    actions: ['Check the network and the proxy settings, then try again.'],
    cause: undefined,
    data: { said: error.name },
  });

const overLimit = (org: string, cause: Error): SfError =>
  SfError.create({
    name: 'RequestLimitError',
    message: `${org} takes no more API requests for now.`,
    actions: [
      'See how many are left: "sf org list limits". They come back over the next 24 hours; an admin can ask Salesforce for more.',
      'Until then tokens can be revoked in Setup, Connected Apps OAuth Usage.',
    ],
    cause,
  });

const named = (error: unknown, org: string): SfError => {
  if (error instanceof TypeError || error instanceof SyntaxError) return broken(error, org);
  if (error instanceof Error && orgErrorCode(error) === 'REQUEST_LIMIT_EXCEEDED') return overLimit(org, error);
  return SfError.wrap(error);
};

/** A failure of a revocation: what went wrong, and once it has begun that the same command goes on from there. */
export const explainRevocationFailure = (
  failure: unknown,
  org: string,
  { hasBegun }: { hasBegun: boolean },
): SfError => {
  const error = named(explainOrgFailure(failure, org), org);
  const actions = error.actions ?? [];
  if (hasBegun && !actions.includes(goOn)) error.actions = [...actions, goOn];
  return error;
};
