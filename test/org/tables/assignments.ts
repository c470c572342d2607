import { apiError, type Refusal } from '../http/exchange.js';
import { sameId } from '../ids.js';
import type { Org } from '../org.js';
import { permissionSets, type PermissionSetView } from '../permissions.js';
import { integrationLicense, integrationPermissionSetLicense } from '../names.js';
import { businessObjects } from './business.js';
import { datetime, bool, id, onCreate, ref, audit } from './columns.js';
import { table, timestamp, type Change, type Row, type Table } from './table.js';
import { licenseOf } from './users.js';

const duplicate = (row: Row): Refusal =>
  apiError(
    400,
    'DUPLICATE_VALUE',
    `duplicate value found: <unknown> duplicates value on record with id: ${row.Id}`,
    [],
  );

const unknownReference = (): Refusal => apiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', []);

const requireUser = (org: Org, userId: unknown): Row => {
  const user = org.records('User').find(({ Id }) => sameId(Id, String(userId)));
  if (!user) throw unknownReference();
  return user;
};

const holdsLicense = (org: Org, userId: string, name: string): boolean => {
  const license = org.records('PermissionSetLicense').find(({ DeveloperName }) => DeveloperName === name);
  return org
    .records('PermissionSetLicenseAssign')
    .some(({ AssigneeId, PermissionSetLicenseId }) => AssigneeId === userId && PermissionSetLicenseId === license?.Id);
};

/** The object rights by the names that the org's texts use: `Read Accounts`. */
const objectRightLabels = ({ objects }: PermissionSetView): string[] =>
  [...objects].flatMap(([name, rights]) => {
    const plural = businessObjects.find((object) => object.name === name)?.labelPlural ?? name;
    return [...rights].map((right) => `${right} ${plural}`);
  });

const isUserLicense = (org: Org, name: string): boolean => org.records('UserLicense').some(({ Name }) => Name === name);

/** What an integration user may not hold: other licences' sets, and object rights before the permission set licence (platform.md 7.1). */
const licenseObstacle = (org: Org, user: Row, set: PermissionSetView): string | undefined => {
  const license = licenseOf(org, user.Id);
  if (set.license && isUserLicense(org, set.license) && set.license !== license)
    return `The user license doesn't match the permission set license: ${set.license}`;
  const isPsl = org.records('PermissionSetLicense').some(({ DeveloperName }) => DeveloperName === set.license);
  if (set.license && isPsl && !holdsLicense(org, user.Id, set.license))
    return `The user license doesn't allow the permission: ${objectRightLabels(set)[0] ?? set.label}`;
  const [first] = objectRightLabels(set);
  return license === integrationLicense && first && !holdsLicense(org, user.Id, integrationPermissionSetLicense)
    ? `The user license doesn't allow the permission: ${first}`
    : undefined;
};

const assignSet = (org: Org, change: Change): string => {
  const user = requireUser(org, change.AssigneeId);
  const wanted = String(change.PermissionSetId ?? change.PermissionSetGroupId);
  const set = permissionSets(org).find(
    ({ id: setId, groupId }) => sameId(setId, wanted) || sameId(groupId ?? '', wanted),
  );
  if (!set) throw unknownReference();
  const assignments = org.records('PermissionSetAssignment');
  const same = assignments.find((row) => row.AssigneeId === user.Id && sameId(String(row.PermissionSetId), set.id));
  if (same) throw duplicate(same);
  const obstacle = licenseObstacle(org, user, set);
  if (obstacle)
    throw apiError(
      400,
      'FIELD_INTEGRITY_EXCEPTION',
      `Can't assign permission set "${set.label}" to user "${String(user.Username)}". ${obstacle}`,
      ['PermissionSetId'],
    );
  const row: Row = {
    Id: org.newId('0Pa'),
    AssigneeId: user.Id,
    PermissionSetId: set.id,
    PermissionSetGroupId: set.groupId ?? null,
    ExpirationDate: change.ExpirationDate ?? null,
    IsActive: true,
    IsRevoked: false,
    SystemModstamp: timestamp(org.clock.now()),
  };
  assignments.push(row);
  return row.Id;
};

const assignLicense = (org: Org, change: Change): string => {
  const user = requireUser(org, change.AssigneeId);
  const license = org
    .records('PermissionSetLicense')
    .find(({ Id }) => sameId(Id, String(change.PermissionSetLicenseId)));
  if (!license) throw unknownReference();
  const assigned = org.records('PermissionSetLicenseAssign').filter((row) => row.PermissionSetLicenseId === license.Id);
  const same = assigned.find(({ AssigneeId }) => AssigneeId === user.Id);
  if (same) throw duplicate(same);
  if (assigned.length >= Number(license.TotalLicenses))
    throw apiError(400, 'LICENSE_LIMIT_EXCEEDED', 'License Limit Exceeded', []);
  const row: Row = { Id: org.newId('2LA'), AssigneeId: user.Id, PermissionSetLicenseId: license.Id };
  org.records('PermissionSetLicenseAssign').push(row);
  return row.Id;
};

const drop = (org: Org, name: string, row: Row): void => {
  org.state.records[name] = org.records(name).filter(({ Id }) => Id !== row.Id);
};

const required = { ...onCreate, required: true, nillable: false };

export const assignmentTables: Table[] = [
  table({
    name: 'PermissionSetAssignment',
    prefix: '0Pa',
    columns: [
      id(),
      ref('AssigneeId', 'User', required),
      ref('PermissionSetId', 'PermissionSet', onCreate),
      ref('PermissionSetGroupId', 'PermissionSetGroup', onCreate),
      datetime('ExpirationDate', { ...onCreate, updateable: true, since: 52 }),
      bool('IsActive'),
      bool('IsRevoked'),
      datetime('SystemModstamp'),
    ],
    create: (org, _viewer, change) => assignSet(org, change),
    update: (_org, _viewer, row, change) => void Object.assign(row, change),
    remove: (org, _viewer, row) => drop(org, 'PermissionSetAssignment', row),
  }),
  table({
    name: 'PermissionSetLicenseAssign',
    prefix: '2LA',
    columns: [
      id(),
      ref('AssigneeId', 'User', required),
      ref('PermissionSetLicenseId', 'PermissionSetLicense', required),
      ...audit(),
    ],
    create: (org, _viewer, change) => assignLicense(org, change),
    remove: (org, _viewer, row) => drop(org, 'PermissionSetLicenseAssign', row),
  }),
];
