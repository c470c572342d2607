import { isLoopbackHost } from '../app/callbackUrls.js';
import { valueOf } from './facts/facts.js';
import type { Run } from './run.js';

/** Who an assertion is made out for: login or test, whatever host it is posted to (platform.md 6); this machine for itself. */
export const audienceOf = ({ client, facts, options }: Pick<Run, 'client' | 'facts' | 'options'>): string => {
  if (options.audience !== undefined) return options.audience;
  if (isLoopbackHost(new URL(client.origin).hostname)) return client.origin;
  const isSandbox = valueOf(facts.isSandbox);
  if (isSandbox === undefined) return client.origin;
  return isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
};
