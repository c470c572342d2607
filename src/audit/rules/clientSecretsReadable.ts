import type { OrgEvidence } from '../../inventory/evidence.js';
import type { Inventory, InventorySettings } from '../../inventory/types.js';
import { evidenceOfOrg } from '../auditedOrgs.js';
import { orgSwitch } from '../fixes/files.js';
import { nameOf } from '../orgUsers.js';
import { sameOrigin } from '../outcomes.js';
import { holdersOf } from '../permissionHolders.js';
import { nhi, nist } from '../references.js';
import type { Outcome, Rule } from '../rule.js';
import { distinct, listed } from '../texts.js';

/** With either the secrets of all apps are at hand; as Setup calls them. */
const readers = { ViewClientSecret: 'View Client Secret', ClientSecretRotation: 'Client Secret Rotation' } as const;

/** Who reads secrets while the switch is on: `View Client Secret: ana@…`. */
const readersIn = (evidence: OrgEvidence): string =>
  Object.entries(readers)
    .flatMap(([permission, label]) => {
      const holders = holdersOf(evidence, permission);
      if (!holders.known) return [`who holds ${label} is not known`];
      if (!holders.value) return [];
      const names = distinct(holders.value.map(({ userId }) => nameOf(evidence, userId)));
      return [`${label}: ${names.length === 0 ? 'nobody' : listed(names)}`];
    })
    .join('; ');

const inOrg = (inventory: Inventory, org: string): Outcome => {
  const evidence = evidenceOfOrg(inventory, org);
  const holders = readersIn(evidence);
  return {
    kind: 'finding',
    org,
    message: `The secrets of all External Client Apps in ${org} can be read through an API.`,
    evidence: `access to consumer secrets through the REST or Metadata API is on${holders === '' ? '' : `; ${holders}`}${evidence.readAt === '' ? '' : `; read ${evidence.readAt}`}`,
  };
};

const outcomesOf = (
  inventory: Inventory,
  { origin, clientSecretsReadable: readable }: InventorySettings,
): Outcome[] => {
  if (!readable.known) return [{ kind: 'inconclusive', reason: readable.reason }];
  if (!readable.value) return [];
  if (origin.kind === 'org') return [inOrg(inventory, origin.org)];
  return [
    {
      kind: 'finding',
      message: 'The secrets of all External Client Apps in the source can be read through an API.',
      evidence: 'access to consumer secrets through the REST or Metadata API is on',
      location: readable.at,
    },
  ];
};

export const clientSecretsReadable: Rule = {
  id: 'client-secrets-readable',
  title: 'Client secrets can be read through an API',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['secrets', 'settings'],
  description:
    'With the switch on, whoever holds View Client Secret, or a token of such a user, reads the secret of every External Client App. ' +
    'Salesforce advises to keep it off except while it is needed.',
  evidence:
    'ExternalClientAppSettings.enableClientSecretInRestApiAccess and enableConsumerSecretApiAccess; in an org the holders of View Client Secret and Client Secret Rotation are named.',
  exceptions:
    'Source without External Client Apps. An automated rotation needs the switch: waive it with the owner of the pipeline.',
  remedy:
    'Set enableClientSecretInRestApiAccess and enableConsumerSecretApiAccess to false; "sf clientapp rotate start" turns the first on for its own run and restores it.',
  references: [nhi(2), nist('IA-5')],
  fix: orgSwitch(
    [
      { kind: 'set', path: 'enableClientSecretInRestApiAccess', text: 'false', where: 'present' },
      { kind: 'set', path: 'enableConsumerSecretApiAccess', text: 'false', where: 'present' },
    ],
    'Sets the switches of the file to false. A pipeline that reads secrets fails.',
  ),
  check: (inventory) =>
    inventory.settings
      .filter(
        ({ origin }) =>
          origin.kind === 'org' ||
          inventory.apps.some((app) => app.registration === 'external-client-app' && sameOrigin(app.origin, origin)),
      )
      .flatMap((settings) => outcomesOf(inventory, settings)),
};
