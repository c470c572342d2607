import type { Answer } from '../oauth/answer.js';
import { openAuthorize, type AuthorizeProbe } from '../oauth/authorizeProbe.js';
import type { Run } from './run.js';

/** Opens the app's approval page without a browser; `page` when the org would ask a person now. */
export const openPage = (
  { client }: Pick<Run, 'client'>,
  probe: Omit<AuthorizeProbe, 'instanceUrl' | 'consumerKey'>,
): Promise<Answer<'page'>> => openAuthorize({ instanceUrl: client.origin, consumerKey: client.consumerKey, ...probe });
