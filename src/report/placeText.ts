import type { AuditFinding } from '../audit/result.js';
import { visible } from './escape.js';

/** `file:line:column` and the org, as editors and people open them. */
export const placeText = ({ location, org }: Pick<AuditFinding, 'location' | 'org'>): string =>
  [
    location && `${visible(location.file)}:${location.startLine}:${location.startColumn}`,
    org !== undefined && `org ${visible(org, 100)}`,
  ]
    .filter(Boolean)
    .join(', ');
