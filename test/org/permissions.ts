import { sameId } from './ids.js';
import { commaSeparated, readGroups } from './lists.js';
import { findComponents, readFlag, readText, readTexts, type Component } from './metadata/index.js';
import type { Org } from './org.js';
import { impliedPermissions } from './permissionNames.js';

export const objectRights = ['Read', 'Create', 'Edit', 'Delete', 'ViewAllRecords', 'ModifyAllRecords'] as const;
export type ObjectRight = (typeof objectRights)[number];
export type FieldRight = 'Read' | 'Edit';

export type Grants = {
  userPermissions: Set<string>;
  objects: Map<string, Set<ObjectRight>>;
  /** By `Object.Field`. */
  fields: Map<string, Set<FieldRight>>;
};

/** A profile's hidden permission set, a deployed one, or the sum of a group: the platform treats them alike. */
export type PermissionSetView = Grants & {
  id: string;
  name: string;
  label: string;
  description?: string | undefined;
  license?: string | undefined;
  profileId?: string;
  groupId?: string;
  component?: Component;
};

export const noGrants = (): Grants => ({ userPermissions: new Set(), objects: new Map(), fields: new Map() });

const enabledObjectRights = (fields: Component['fields']): Set<ObjectRight> =>
  new Set(
    objectRights.filter((right) =>
      readFlag(fields, right.endsWith('Records') ? right[0]?.toLowerCase() + right.slice(1) : `allow${right}`),
    ),
  );

const grantsOf = ({ fields }: Component): Grants => ({
  userPermissions: new Set(
    readGroups(fields, 'userPermissions').flatMap((item) =>
      readFlag(item, 'enabled') ? [readText(item, 'name') ?? ''] : [],
    ),
  ),
  objects: new Map(
    readGroups(fields, 'objectPermissions').map((item) => [readText(item, 'object') ?? '', enabledObjectRights(item)]),
  ),
  fields: new Map(
    readGroups(fields, 'fieldPermissions').map((item) => [
      readText(item, 'field') ?? '',
      new Set<FieldRight>(readFlag(item, 'editable') ? ['Read', 'Edit'] : readFlag(item, 'readable') ? ['Read'] : []),
    ]),
  ),
});

const deployedSet = (component: Component): PermissionSetView => ({
  ...grantsOf(component),
  id: component.id,
  name: component.fullName,
  label: readText(component.fields, 'label') ?? component.fullName,
  description: readText(component.fields, 'description'),
  license: readText(component.fields, 'license'),
  component,
});

const mergeRights = <T>(all: Array<Map<string, Set<T>>>): Map<string, Set<T>> => {
  const merged = new Map<string, Set<T>>();
  for (const [key, rights] of all.flatMap((map) => [...map]))
    merged.set(key, new Set([...(merged.get(key) ?? []), ...rights]));
  return merged;
};

const sum = (all: Grants[]): Grants => ({
  userPermissions: new Set(all.flatMap(({ userPermissions }) => [...userPermissions])),
  objects: mergeRights(all.map(({ objects }) => objects)),
  fields: mergeRights(all.map(({ fields }) => fields)),
});

/** Every permission set of the org: of profiles, deployed, and the aggregate one of each group (audit.md A.5). */
export const permissionSets = (org: Org): PermissionSetView[] => {
  const deployed = findComponents(org.state.metadata, 'PermissionSet').map(deployedSet);
  const groups = findComponents(org.state.metadata, 'PermissionSetGroup').map((group): PermissionSetView => {
    const members = new Set(readTexts(group.fields, 'permissionSets').flatMap(commaSeparated));
    return {
      ...sum(deployed.filter(({ name }) => members.has(name))),
      id: org.aggregateIdOf(group.id),
      name: group.fullName,
      label: readText(group.fields, 'label') ?? group.fullName,
      groupId: group.id,
      component: group,
    };
  });
  const ofProfiles = org.state.profiles.map((profile): PermissionSetView => ({
    ...profile.grants,
    id: profile.permissionSetId,
    name: `X00e${profile.id.slice(3, 15)}`,
    label: `00e${profile.id.slice(3, 15)}`,
    license: profile.license,
    profileId: profile.id,
  }));
  return [...ofProfiles, ...deployed, ...groups];
};

/** Profile, assigned permission sets and groups of one user. */
export const permissionSetsOfUser = (org: Org, userId: string): PermissionSetView[] => {
  const now = org.clock.now();
  const assigned = org
    .records('PermissionSetAssignment')
    .filter(
      ({ AssigneeId, ExpirationDate }) =>
        AssigneeId === userId && !(ExpirationDate && new Date(String(ExpirationDate)) <= now),
    )
    .map(({ PermissionSetId }) => String(PermissionSetId));
  return permissionSets(org).filter(({ id }) => assigned.some((other) => sameId(other, id)));
};

export const effectiveGrants = (org: Org, userId: string): Grants => {
  const grants = sum(permissionSetsOfUser(org, userId));
  for (const name of grants.userPermissions)
    for (const implied of impliedPermissions[name] ?? []) grants.userPermissions.add(implied);
  return grants;
};
