import { findComponent, readFlag, readList, readText } from '../lookup.js';
import type { Fields } from '../types.js';
import { type Behaviour, type Change, refuse, refuseReference, type Rule } from './change.js';
import { isRequiredField, licenses, userPermissions } from './knownNames.js';
import { objectRightsAreWhole } from './objectRights.js';

const rows = (change: Change, element: string): Fields[] =>
  readList(change.document.fields, element).filter((row) => typeof row !== 'string');

const lengthsFit: Rule = ({ document }) => {
  const limits: Array<[string, number]> = [
    ['label', 80],
    ['description', 255],
  ];
  const [element, limit] =
    limits.find(([name, length]) => (readText(document.fields, name) ?? '').length > length) ?? [];
  return element ? refuse(`${element}: data value too large (max length=${limit})`, 'STRING_TOO_LONG') : undefined;
};

const licenseIsKnown: Rule = ({ document }) => {
  const license = readText(document.fields, 'license');
  return license && !licenses.has(license) ? refuseReference('license', 'PermissionSetLicense', license) : undefined;
};

export const userPermissionsAreKnown: Rule = (change) => {
  const unknown = rows(change, 'userPermissions')
    .map((row) => readText(row, 'name') ?? '')
    .find((name) => !userPermissions.has(name) && !isApiAccessControl(change, name));
  return unknown === undefined
    ? undefined
    : refuse(`Unknown user permission: ${unknown}`, 'INVALID_CROSS_REFERENCE_KEY');
};

/** `UseAnyApiClient` exists only where API Access Control was enabled (audit.md A.5). */
const isApiAccessControl = ({ org }: Change, name: string): boolean =>
  name === 'UseAnyApiClient' && org.options.apiAccessControl === true;

const objectsExist: Rule = (change) => {
  const unknown = rows(change, 'objectPermissions')
    .map((row) => readText(row, 'object') ?? '')
    .find((object) => !change.org.directory.hasObject(object));
  return unknown === undefined ? undefined : refuseReference('object', 'CustomObject', unknown);
};

const fieldsExist: Rule = (change) => {
  for (const row of rows(change, 'fieldPermissions')) {
    const name = readText(row, 'field') ?? '';
    const [object = '', field = ''] = name.split('.');
    if (!change.org.directory.hasField(object, field)) return refuseReference('field', 'CustomField', name);
    if (isRequiredField(object, field)) return refuse(`You cannot deploy to a required field: ${name}`);
    if (readFlag(row, 'editable') && readText(row, 'readable') === 'false') {
      return refuse(`Permission Edit ${name} depends on permission(s): Read ${name}`);
    }
  }
  return undefined;
};

const classesExist: Rule = (change) => {
  const unknown = rows(change, 'classAccesses')
    .map((row) => readText(row, 'apexClass') ?? '')
    .find((name) => !change.org.directory.hasApexClass(name) && !findComponent(change.org.draft, 'ApexClass', name));
  return unknown === undefined ? undefined : refuseReference('apexClass', 'ApexClass', unknown);
};

const enabled = (list: Array<string | Fields>): Array<string | Fields> =>
  list.filter((row) => typeof row !== 'string' && readFlag(row, 'enabled'));

/** Since API 40 a deployed permission set holds what its file lists and nothing else; before, user permissions add up (platform.md 7.3). */
const keep = ({ document, existing, org }: Change): Fields => {
  const listed = readList(document.fields, 'userPermissions');
  const names = new Set(listed.map((row) => (typeof row === 'string' ? row : readText(row, 'name'))));
  const before = org.apiVersion >= 40 ? [] : readList(existing?.fields ?? {}, 'userPermissions');
  const unlisted = before.filter((row) => typeof row !== 'string' && !names.has(readText(row, 'name')));
  const granted = enabled([...unlisted, ...listed]);
  const { userPermissions: _written, ...fields } = document.fields;
  return { hasActivationRequired: 'false', ...fields, ...(granted.length > 0 ? { userPermissions: granted } : {}) };
};

export const permissionSet: Behaviour = {
  rules: [
    lengthsFit,
    licenseIsKnown,
    userPermissionsAreKnown,
    objectsExist,
    objectRightsAreWhole,
    fieldsExist,
    classesExist,
  ],
  keep,
};
