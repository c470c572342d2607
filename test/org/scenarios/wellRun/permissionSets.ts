import type { LoopbackOrg } from '../../index.js';
import { integrationPermissionSetLicense } from '../../names.js';
import { assign, putPermissionSet } from '../../testing.js';

type Rights = Record<string, ReadonlyArray<'Read' | 'Create' | 'Edit' | 'Delete'>>;

/** `<App>_Access` opens the app, `<App>_Data` holds the objects: one licence cannot hold both. */
export const putSets = (org: LoopbackOrg, app: string, usernames: readonly string[], rights?: Rights): void => {
  const access = putPermissionSet(org, `${app}_Access`, { description: `Opens ${app}` });
  for (const username of usernames) assign(org, username, access);
  if (!rights) return;
  const data = putPermissionSet(org, `${app}_Data`, {
    description: `What ${app} works on`,
    license: integrationPermissionSetLicense,
    objectPermissions: Object.entries(rights).map(([object, held]) => ({
      allowCreate: String(held.includes('Create')),
      allowDelete: String(held.includes('Delete')),
      allowEdit: String(held.includes('Edit')),
      allowRead: 'true',
      modifyAllRecords: 'false',
      object,
      viewAllRecords: 'false',
    })),
  });
  for (const username of usernames) assign(org, username, data);
};
