import type { Inventory, InventorySettings } from '../../inventory/types.js';
import { sameOrigin } from '../outcomes.js';
import { sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';

const placeOf = ({ origin }: InventorySettings): string => (origin.kind === 'org' ? origin.org : 'the source');

/** The file is there and lacks the element: Salesforce Support has not provisioned the feature. */
const notProvisioned = (inventory: Inventory, { origin }: InventorySettings): string | undefined =>
  origin.kind !== 'source'
    ? undefined
    : inventory.documents.find(
        ({ type, root }) =>
          type === 'ConnectedAppSettings' &&
          root !== undefined &&
          !root.children.some(({ name }) => name === 'enableAdminApprovedAppsOnly'),
      )?.file;

const outcomesOf = (inventory: Inventory, settings: InventorySettings): Outcome[] => {
  const { apiAccessControl, origin } = settings;
  const org = origin.kind === 'org' && { org: origin.org };
  if (!apiAccessControl.known) {
    const file = notProvisioned(inventory, settings);
    if (file === undefined) return [{ kind: 'inconclusive', reason: apiAccessControl.reason }];
    return [
      {
        kind: 'finding',
        ...org,
        severity: 5,
        message: `API Access Control is not available in ${placeOf(settings)}: Salesforce Support has not enabled it.`,
        evidence: `${file} has no enableAdminApprovedAppsOnly`,
        location: { file, startLine: 1, startColumn: 1 },
      },
    ];
  }
  if (apiAccessControl.value) return [];
  return [
    {
      kind: 'finding',
      ...org,
      message: `API Access Control is off in ${placeOf(settings)}, so any connected app may call the API.`,
      evidence: 'enableAdminApprovedAppsOnly is false',
      location: apiAccessControl.at,
    },
  ];
};

export const apiAccessControlOff: Rule = {
  id: 'api-access-control-off',
  title: 'API Access Control is off',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['access', 'settings'],
  description:
    'With API Access Control only installed and admin-approved connected apps may call the API, whatever a user clicks. ' +
    'Salesforce Support enables it on request.',
  evidence: 'ConnectedAppSettings.enableAdminApprovedAppsOnly, and whether its file has the element at all.',
  exceptions:
    'Where the setting is absent the feature is not provisioned, which is no fault of the org. Source without connected apps: External Client Apps do not need it.',
  remedy:
    'Take stock of the apps in use first; ask Salesforce Support for API Access Control, then set enableAdminApprovedAppsOnly to true.',
  references: [sbs('OAUTH-001')],
  check: (inventory) =>
    inventory.settings
      .filter(
        ({ origin }) =>
          origin.kind === 'org' ||
          inventory.apps.some((app) => app.registration === 'connected-app' && sameOrigin(app.origin, origin)),
      )
      .flatMap((settings) => outcomesOf(inventory, settings)),
};
