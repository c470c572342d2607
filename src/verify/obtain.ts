import { setTimeout } from 'node:timers/promises';
import { refused, type Answer } from '../oauth/answer.js';
import { awaitApproval } from '../oauth/approval.js';
import { ApprovalError } from '../oauth/approvalError.js';
import { redeemCode, startAuthorization } from '../oauth/authorize.js';
import type { Token } from '../oauth/token.js';
import { openPage } from './authorizePage.js';
import { callbackOf } from './callback.js';
import { requestToken } from './requestToken.js';
import type { Run } from './run.js';
import { diagnoseRefusal } from './situation.js';

const firstWaitMs = 1000;
const longestWaitMs = 15_000;

/** Causes that time heals. */
const passing = new Set(['propagation-delay']);

const askPerson = async (run: Run): Promise<Run['answer']> => {
  const { interaction } = run.options;
  const callbackUrl = callbackOf(run.app);
  if (callbackUrl === undefined) return { skipped: 'the manifest declares no callback' };
  // Nobody is sent to a page that only shows an error.
  const page = await openPage(run, { callbackUrl });
  if (!page.ok) return page;
  if (!interaction) return { skipped: 'it takes a person who approves the app in a browser' };
  const authorization = await startAuthorization(run.client, callbackUrl);
  run.options.onStatus?.('Waiting for the approval in the browser');
  try {
    return await redeemCode(run.client, authorization, await awaitApproval(authorization, interaction));
  } catch (error) {
    if (!(error instanceof ApprovalError)) throw error;
    if (error.problem === 'nobody-to-ask') return { skipped: error.message };
    return refused(error.problem, error.message);
  }
};

const askOnce = (run: Run): Promise<Run['answer']> =>
  run.flow === 'authorization-code' ? askPerson(run) : (requestToken(run) satisfies Promise<Answer<Token>>);

/** A token by the app's own flow; while the org does not know a new key yet, asked for again until the wait is over. */
export const obtain = async (run: Run): Promise<Run['answer']> => {
  const deadline = Date.now() + (run.options.waitMs ?? 0);
  for (let wait = firstWaitMs; ; wait = Math.min(wait * 2, longestWaitMs)) {
    const answer = await askOnce(run);
    if ('skipped' in answer || answer.ok) return answer;
    const { cause } = diagnoseRefusal(run, answer.refusal, 'token');
    if (!passing.has(cause) || Date.now() + wait > deadline) return answer;
    run.options.onStatus?.(`The org does not know the new key yet; asking again in ${wait / 1000} s`);
    await setTimeout(wait);
  }
};
