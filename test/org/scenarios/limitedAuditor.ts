import type { LoopbackOrg } from '../index.js';
import { noGrants } from '../permissions.js';
import { openSession } from '../sessions.js';
import { putUser } from '../testing.js';

/** What a full audit takes (audit.md A.12), and what tells one user's rights from another's in this org. */
const fullAudit = [
  'ApiEnabled',
  'ViewSetup',
  'ViewAllProfiles',
  'CustomizeApplication',
  'ManageUsers',
  'MonitorLoginHistory',
  'ViewEventLogFiles',
  'EventLogReadAccess',
  'ViewSetupAuditTrail',
  'ExternalClientAppViewer',
  'ModifyMetadata',
] as const;

export type AuditPermission = (typeof fullAudit)[number];

/** As Setup shows them (audit.md A.12). */
export const permissionLabels: Record<AuditPermission, string> = {
  ApiEnabled: 'API Enabled',
  ViewSetup: 'View Setup and Configuration',
  ViewAllProfiles: 'View All Profiles',
  CustomizeApplication: 'Customize Application',
  ManageUsers: 'Manage Users',
  MonitorLoginHistory: 'Monitor Login History',
  ViewEventLogFiles: 'View Event Log Files',
  EventLogReadAccess: 'View Event Log Object Data',
  ViewSetupAuditTrail: 'View Setup Audit Trail',
  ExternalClientAppViewer: 'View all External Client Apps',
  ModifyMetadata: 'Modify Metadata Through Metadata API Functions',
};

export type LimitedAuditor = {
  /** The permission that an audit misses. */
  missing: AuditPermission;
  /** Others that would bring the same with them. */
  besides: readonly AuditPermission[];
  /** What the org then keeps to itself. */
  hides: string;
};

/** One auditor for each permission that a full audit needs, who has all of the others. */
export const limitedAuditors: readonly LimitedAuditor[] = [
  { missing: 'CustomizeApplication', besides: [], hides: 'the tokens of others' },
  { missing: 'ManageUsers', besides: [], hides: 'frozen users, sessions of others' },
  { missing: 'MonitorLoginHistory', besides: ['ManageUsers'], hides: 'the logins of others' },
  { missing: 'ViewEventLogFiles', besides: [], hides: 'the API log' },
  {
    missing: 'ViewSetup',
    besides: ['CustomizeApplication', 'ManageUsers'],
    hides: 'connected apps, who is let in by an administrator, changes in Setup',
  },
  { missing: 'ViewAllProfiles', besides: [], hides: 'the profiles of others' },
  { missing: 'ExternalClientAppViewer', besides: [], hides: 'the metadata of External Client Apps' },
  { missing: 'ModifyMetadata', besides: [], hides: 'the metadata of apps and settings' },
  { missing: 'ViewSetupAuditTrail', besides: [], hides: 'changes in Setup' },
];

/** Signs in an auditor who has everything that an audit needs but what is named; gives the org as that user sees it. */
export const asAuditor = (org: LoopbackOrg, without: readonly AuditPermission[] = []): LoopbackOrg => {
  const name = `Auditor without ${without.join(' and ') || 'nothing'}`;
  const username = `auditor${org.state.profiles.length}@acme.example`;
  org.state.profiles.push({
    id: org.org.newId('00e'),
    permissionSetId: org.org.newId('0PS'),
    name,
    license: 'Salesforce',
    grants: {
      ...noGrants(),
      userPermissions: new Set(fullAudit.filter((permission) => !without.includes(permission))),
    },
    loginIpRanges: [],
  });
  const userId = putUser(org, { username, profile: name });
  const { token } = openSession(org.org, { userId, appName: 'Salesforce CLI', scopes: ['full'] });
  return { ...org, username, accessToken: token };
};
