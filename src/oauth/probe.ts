import { refusalText, type Answer } from './answer.js';
import { openAuthorize } from './authorizeProbe.js';
import { createClient } from './client.js';
import { requestClientCredentials } from './grants.js';
import { revoke } from './tokenUse.js';

/**
 * Whether the org accepts a client yet. A fresh key takes minutes to reach every server (platform.md 8.17), and until
 * then the org answers as if the client did not exist.
 */
export type ProbeResult =
  | { status: 'accepted' }
  | { status: 'not-yet'; error: string }
  /** The org knows the client and refuses for a reason of its own, or can't be asked. */
  | { status: 'refused'; error: string };

/** Answers that may only mean "not everywhere yet" (platform.md 6, 8.17). */
const notYet = /invalid_client_id|client identifier invalid|not installed in this org|must be installed into org/i;

const verdict = (answer: Answer<unknown>): ProbeResult => {
  if (answer.ok) return { status: 'accepted' };
  const error = refusalText(answer.refusal);
  return { status: notYet.test(error) ? 'not-yet' : 'refused', error };
};

/** Asks for a token as the program would, and gives it back at once. */
export const probeClientCredentials = async (
  instanceUrl: string,
  client: { consumerKey: string; consumerSecret: string },
): Promise<ProbeResult> => {
  const oauth = await createClient({ instanceUrl, ...client });
  const answer = await requestClientCredentials(oauth);
  // The token lives by policy alone; one that nobody needs is given back. That it could not be is no verdict on the client.
  if (answer.ok) await revoke(oauth, answer.value.accessToken);
  return verdict(answer);
};

/** Opens the authorize page without a browser: a redirect to the sign-in means that client and callback are known (platform.md 6). */
export const probeAuthorize = async (
  instanceUrl: string,
  consumerKey: string,
  callbackUrl: string,
): Promise<ProbeResult> => verdict(await openAuthorize({ instanceUrl, consumerKey, callbackUrl }));
