import type { AuditRight, CallerRights } from '../../org/callerRights.js';
import type { PreflightItem } from '../evidence.js';
import { known, unknown, type Fact } from '../types.js';
import { rightConsequences } from './rightConsequences.js';

/** The rights that a full audit needs, each with those that bring it with them (audit.md A.6, A.9, A.12). */
const needed: ReadonlyArray<readonly [AuditRight, ...AuditRight[]]> = [
  ['ApiEnabled'],
  ['ViewSetup'],
  ['ViewAllProfiles'],
  ['CustomizeApplication'],
  ['ManageUsers'],
  ['MonitorLoginHistory', 'ManageUsers'],
  ['ViewEventLogFiles', 'ViewAllData'],
  ['EventLogReadAccess'],
  ['ViewSetupAuditTrail'],
  ['ExternalClientAppViewer'],
  ['ModifyMetadata', 'ModifyAllData'],
];

const isHeld = (rights: CallerRights, names: readonly AuditRight[]): Fact<boolean> => {
  if (names.some((name) => rights[name] === true)) return known(true);
  const untold = names.find((name) => rights[name] === undefined);
  return untold === undefined ? known(false) : unknown(`the org does not tell whether the user has ${untold}`);
};

/**
 * What the signed-in user may see of what an audit asks for. A permission that the org does not have hides nothing there:
 * before Spring '27 View Setup shows the Setup Audit Trail (audit.md 0).
 * @param allColumns false for an API version that hides columns of today, so that one that is missing proves nothing
 */
export const preflightOf = (rights: CallerRights, { allColumns }: { allColumns: boolean }): PreflightItem[] => {
  const isTold = Object.keys(rights).length > 0 && allColumns;
  return needed
    .filter(([permission]) => !isTold || rights[permission] !== undefined)
    .map((names) => {
      const [permission] = names;
      return { permission, ...rightConsequences[permission], held: isHeld(rights, names) };
    });
};
