import type { MetadataType } from '../schema/index.js';
import type { Caller } from '../types.js';

/** Developer implies Admin, Admin implies Viewer (platform.md 2.8). */
const implied: Record<string, readonly string[]> = {
  ExternalClientAppViewer: ['ExternalClientAppViewer', 'ExternalClientAppAdmin', 'ExternalClientAppDeveloper'],
  ExternalClientAppAdmin: ['ExternalClientAppAdmin', 'ExternalClientAppDeveloper'],
  ExternalClientAppDeveloper: ['ExternalClientAppDeveloper'],
};

const has = (caller: Caller, permission: string): boolean =>
  (implied[permission] ?? [permission]).some((name) => caller.permissions.has(name));

/** The Metadata API is open to these two permissions only. */
export const mayUseMetadata = (caller: Caller): boolean =>
  has(caller, 'ModifyAllData') || has(caller, 'ModifyMetadata');

/** Admins edit policies, developers everything (platform.md 2.8). */
export const mayChange = (caller: Caller, type: MetadataType): boolean => {
  if (!type.isFamily) return true;
  return has(caller, type.name.endsWith('Policies') ? 'ExternalClientAppAdmin' : 'ExternalClientAppDeveloper');
};

export const mayView = (caller: Caller, type: MetadataType): boolean =>
  !type.isFamily || has(caller, 'ExternalClientAppViewer');
