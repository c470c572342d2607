import type { Org } from './org.js';
import { timestamp } from './tables/table.js';

/** Leaves a row in SetupAuditTrail. */
export const recordSetupChange = (org: Org, userId: string, action: string, display: string): void => {
  org.records('SetupAuditTrail').push({
    Id: org.newId('0Ym'),
    Action: action,
    Section: 'Connected Apps',
    Display: display,
    CreatedDate: timestamp(org.clock.now()),
    CreatedById: userId,
  });
};
