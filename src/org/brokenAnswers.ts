import { AsyncLocalStorage } from 'node:async_hooks';
import { SfError } from '@salesforce/core/sfError';
import type { OrgConnection } from './connection.js';

/** What undici says of a body that ends too early; jsforce leaves that error to nobody, and the process dies of it. */
const isCutOff = (error: Error): boolean =>
  error instanceof TypeError && error.message === 'terminated' && error.cause instanceof Error;

const cutOff = (): SfError =>
  new SfError('The answer of the org broke off in the middle.', 'AnswerCutOffError', [
    'Check the network, then run the command again.',
  ]);

type Reject = (error: Error) => void;

const waiting = new Set<Reject>();

/** The request that runs: what breaks in its course is its own, whatever other orgs are asked meanwhile. */
const asked = new AsyncLocalStorage<Reject>();

const onUncaught = (error: Error): void => {
  if (!isCutOff(error)) {
    process.setUncaughtExceptionCaptureCallback(null);
    setImmediate(() => {
      throw error;
    });
    return;
  }
  const own = asked.getStore();
  for (const reject of own ? [own] : waiting) reject(cutOff());
};

const watch = (reject: Reject): void => {
  waiting.add(reject);
  if (!process.hasUncaughtExceptionCaptureCallback()) process.setUncaughtExceptionCaptureCallback(onUncaught);
};

const unwatch = (reject: Reject): void => {
  waiting.delete(reject);
  // Ours, as long as anything was waiting.
  if (waiting.size === 0) process.setUncaughtExceptionCaptureCallback(null);
};

const silent = (timeoutMs: number): SfError =>
  new SfError(`The org gave no answer within ${Math.round(timeoutMs / 1000)} seconds.`, 'OrgSilentError', [
    'Check the network and the status of the org (https://status.salesforce.com).',
  ]);

/**
 * Makes requests of a connection fail that otherwise never end, or end the process: those that the org does not answer
 * in time, and those whose answer breaks off in the middle.
 */
export const failBrokenAnswers = (connection: OrgConnection, timeoutMs = 120_000): void => {
  const transport = connection._transport;
  const send = transport.httpRequest.bind(transport);
  transport.httpRequest = (request, options) => {
    let reject: Reject = () => undefined;
    const failed = new Promise<never>((_, fail) => (reject = fail));
    const answer = asked.run(reject, () => send(request, options));
    watch(reject);
    const timer = setTimeout(() => reject(silent(timeoutMs)), timeoutMs);
    const settled = Promise.race([answer, failed]).finally(() => {
      clearTimeout(timer);
      unwatch(reject);
    });
    return Object.assign(settled, { stream: () => answer.stream() });
  };
};
