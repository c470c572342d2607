import type { Connection } from '@salesforce/core';
import { readActivity, type OrgActivity } from '../../../../src/inventory/org/activity.js';
import type { Coverage, Fact } from '../../../../src/inventory/types.js';
import type { AuditRight, CallerRights } from '../../../../src/org/callerRights.js';
import type { LoopbackOrg } from '../../../org/index.js';
import { connect } from '../connect.js';

/** A user who may see everything. */
export const allRights: CallerRights = {
  ViewSetup: true,
  ManageUsers: true,
  MonitorLoginHistory: true,
  ViewEventLogFiles: true,
};

export const without = (...rights: AuditRight[]): CallerRights => ({
  ...allRights,
  ...Object.fromEntries(rights.map((right) => [right, false])),
});

export type Activity = { parts: OrgActivity; coverageOf: (what: string) => Coverage | undefined };

export const activityOf = async (
  org: LoopbackOrg,
  rights: CallerRights = allRights,
  connection?: Connection,
): Promise<Activity> => {
  const { parts, coverage } = await readActivity(connection ?? (await connect(org)), 'dev', rights, org.clock.now());
  return { parts, coverageOf: (what) => coverage.find(({ source }) => source === `org:dev/${what}`) };
};

export const valueOf = <T>(fact: Fact<T>): T => {
  if (!fact.known) throw new Error(`not known: ${fact.reason}`);
  return fact.value;
};

export const reasonOf = (fact: Fact<unknown>): string => {
  if (fact.known) throw new Error('it is known');
  return fact.reason;
};
