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
  if (Object.keys(rights).length === 0) return unknown('the org does not tell what the user may');
  return known(names.some((name) => rights[name] === true));
};

/**
 * What the signed-in user may see of what an audit asks for. A permission that the org does not have hides nothing there:
 * before Spring '27 View Setup shows the Setup Audit Trail (audit.md 0).
 */
export const preflightOf = (rights: CallerRights): PreflightItem[] => {
  const told = Object.keys(rights).length > 0;
  return needed
    .filter(([permission]) => !told || rights[permission] !== undefined)
    .map((names) => {
      const [permission] = names;
      return { permission, ...rightConsequences[permission], held: isHeld(rights, names) };
    });
};
