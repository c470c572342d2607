import type { AuditRight } from '../../org/callerRights.js';

/** What each right of the signed-in user is called in Setup, and what stays hidden without it (audit.md A.2 to A.12). */
export const rightConsequences: Readonly<Record<AuditRight, { label: string; hides: string }>> = {
  ApiEnabled: { label: 'API Enabled', hides: 'nothing of the org can be read' },
  ViewSetup: { label: 'View Setup and Configuration', hides: 'records may be missing' },
  ViewAllProfiles: { label: 'View All Profiles', hides: 'names of profiles and licences of users may be missing' },
  CustomizeApplication: {
    label: 'Customize Application',
    hides: 'only the own tokens of that user can be seen',
  },
  ManageUsers: { label: 'Manage Users', hides: 'it is not known which users are frozen' },
  MonitorLoginHistory: { label: 'Monitor Login History', hides: 'only the own logins of that user can be seen' },
  ViewEventLogFiles: { label: 'View Event Log Files', hides: 'it is not known what apps did' },
  EventLogReadAccess: { label: 'View Event Log Object Data', hides: 'event log objects cannot be read' },
  ViewSetupAuditTrail: { label: 'View Setup Audit Trail', hides: 'changes in Setup cannot be seen' },
  ExternalClientAppViewer: {
    label: 'View all External Client Apps',
    hides: 'External Client Apps may be missing',
  },
  ModifyMetadata: {
    label: 'Modify Metadata Through Metadata API Functions',
    hides: 'scopes, callback URLs and policies of Connected Apps cannot be seen',
  },
  ModifyAllData: { label: 'Modify All Data', hides: 'metadata cannot be retrieved without Modify Metadata either' },
  ViewAllData: { label: 'View All Data', hides: 'event logs cannot be read without View Event Log Files either' },
};
