import type { InventorySettings } from '../../inventory/types.js';
import { orgSwitch } from '../fixes/files.js';
import { sameOrigin } from '../outcomes.js';
import { nhi, nist } from '../references.js';
import type { Outcome, Rule } from '../rule.js';

const outcomesOf = ({ origin, clientSecretsReadable: readable }: InventorySettings): Outcome[] => {
  if (!readable.known) return [{ kind: 'inconclusive', reason: readable.reason }];
  if (!readable.value) return [];
  return [
    {
      kind: 'finding',
      ...(origin.kind === 'org' && { org: origin.org }),
      message: `The secrets of all External Client Apps in ${origin.kind === 'org' ? origin.org : 'the source'} can be read through an API.`,
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
      .flatMap(outcomesOf),
};
