import { permissionSetNames } from '../../app/clientApp.js';
import type { Inventory, InventoryApp, InventoryPermissionSet, Located } from '../../inventory/types.js';
import { eachOauthApp, finding, notEvaluated, sameOrigin, shortId } from '../outcomes.js';
import { nhi, nist, pci, sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';

const broadPermissions: Record<string, string> = {
  ModifyAllData: 'Modify All Data',
  ViewAllData: 'View All Data',
  AuthorApex: 'Author Apex',
  ManageUsers: 'Manage Users',
};

type Broad = Located<{ subject: string; what: string }>;

/** User permissions one by one, so that a waiver for one accepts no other; objects together, for there can be hundreds. */
const broadIn = (set: InventoryPermissionSet): Broad[] => {
  const permissions = set.userPermissions.flatMap(({ value, at }) => {
    const label = broadPermissions[value];
    return label ? [{ value: { subject: `${set.name}: ${value}`, what: `${label} (${value})` }, at }] : [];
  });
  const objects = (['modify-all', 'view-all'] as const).flatMap((access): Broad[] => {
    // Modify All includes View All, so an object is named once.
    const rows = set.objectPermissions.filter(
      ({ value }) => value.access.includes(access) && (access === 'modify-all' || !value.access.includes('modify-all')),
    );
    const element = access === 'modify-all' ? 'modifyAllRecords' : 'viewAllRecords';
    const names = rows.map(({ value }) => value.object).sort();
    const shown = names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
    return rows.length === 0
      ? []
      : [{ value: { subject: `${set.name}: ${element}`, what: `${element} on ${shown.join(', ')}` }, at: rows[0]?.at }];
  });
  return [...permissions, ...objects];
};

const isNamed = (set: InventoryPermissionSet, name: string): boolean =>
  [set.name, set.label].some((own) => own?.toLowerCase() === name.toLowerCase()) ||
  (set.origin.kind === 'org' && shortId(set.origin.id) === shortId(name));

/** Rights on objects that nobody could read look like none. */
const unreadObjects = ({ origin }: InventoryApp, { coverage }: Inventory): string | undefined => {
  if (origin.kind !== 'org') return undefined;
  const gap = coverage.find(
    ({ source, status }) => source === `org:${origin.org}/ObjectPermissions` && status !== 'complete',
  );
  return gap && (gap.reason ?? 'rights on objects could not be read in full');
};

const outcomesOf = (app: InventoryApp, inventory: Inventory): Outcome[] => {
  const candidates = inventory.permissionSets.filter(
    ({ isProfile, origin }) => !isProfile && sameOrigin(origin, app.origin),
  );
  const granted = app.grants.known ? app.grants.value.permissionSets.map(({ value }) => value) : [];
  const linkedNames = [...granted, ...Object.values(permissionSetNames(app.name))];
  const linked = candidates.filter((set) => linkedNames.some((name) => isNamed(set, name)));
  const missing = granted.filter((name) => !candidates.some((set) => isNamed(set, name)));
  const broadElsewhere = candidates.some((set) => !linked.includes(set) && broadIn(set).length > 0);

  const unread = linked.length > 0 ? unreadObjects(app, inventory) : undefined;

  return [
    ...linked.flatMap((set) =>
      broadIn(set).map(({ value: { subject, what }, at }) =>
        finding(app, {
          subject,
          message: `Permission set ${set.name} of ${app.name} grants ${what}.`,
          evidence: `${set.name} grants ${what}`,
          location: at,
        }),
      ),
    ),
    ...(unread === undefined ? [] : [notEvaluated(app, unread)]),
    ...missing.map((name) => notEvaluated(app, `permission set ${name} is not among those that were read`)),
    ...(!app.grants.known && broadElsewhere ? [notEvaluated(app, app.grants.reason)] : []),
  ];
};

export const permissionSetOverBroad: Rule = {
  id: 'permission-set-over-broad',
  title: "An app's permission set grants too much",
  severity: 2,
  modes: ['source', 'org'],
  tags: ['access', 'permissions'],
  description:
    'What the permission set of an integration grants is what a stolen token can do. ' +
    'Modify All Data, View All Data, Author Apex, Manage Users and the like on single objects pass by sharing and field security.',
  evidence:
    'User permissions and object permissions of the permission sets that open an app, in source and in the org.',
  exceptions: 'Permission sets that no app is opened by, and profiles, which approved-for-broad-profile looks at.',
  remedy:
    'Replace the permission by objectPermissions and fieldPermissions for what the app uses; "sf clientapp recommend" proposes them.',
  references: [nhi(5), sbs('ACS-008'), nist('AC-6'), pci('7.2.5')],
  perApp: true,
  check: (inventory) => eachOauthApp(inventory, (app) => outcomesOf(app, inventory)),
};
