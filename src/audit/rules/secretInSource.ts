import type { InventoryApp, SecretSighting } from '../../inventory/types.js';
import { placeOf } from '../elements.js';
import { finding } from '../outcomes.js';
import { nhi, nist, pci, rfc9700, sbs } from '../references.js';
import type { FindingDraft, Rule } from '../rule.js';

const kinds: Record<SecretSighting['value']['kind'], string> = {
  'private-key': 'a private key',
  'sfdx-auth-url': 'an auth URL, which signs in to an org',
  'client-secret': 'a client secret',
  'refresh-token': 'a refresh token',
  'access-token': 'an access token',
};

const inMetadata = (app: InventoryApp): FindingDraft[] =>
  app.secretElements.map(({ value: { element }, at }) =>
    finding(app, {
      subject: element,
      message: `The metadata of ${app.name} holds a secret in ${element}.`,
      evidence: `${element} has a value, which is not shown`,
      ...placeOf(at),
    }),
  );

const inFile = ({ value: { kind }, at, trackedByGit }: SecretSighting): FindingDraft => ({
  kind: 'finding',
  subject: `${at.file} ${kind}`,
  message: `${at.file} holds ${kinds[kind]}.`,
  evidence: `line ${at.startLine}: ${kinds[kind]}, which is not shown${
    trackedByGit === false ? '; git does not track the file' : ''
  }`,
  // Not in the history, but one `git add` away from it.
  ...(trackedByGit === false && { severity: 2 }),
  location: at,
});

export const secretInSource: Rule = {
  id: 'secret-in-source',
  title: 'Secret in source',
  severity: 1,
  modes: ['source'],
  tags: ['secrets', 'source-control'],
  description:
    'A secret in a repository is known to everybody who ever cloned it, and stays in the history after its line is gone. ' +
    'With the client secret or the key of an unattended app nothing else is needed to act as its user.',
  exceptions:
    'The consumer key alone, which is a name and no secret; public certificates; placeholders and variables. A file that git ' +
    'does not track is High instead of Critical.',
  remedy:
    'Take it as leaked: rotate it with `sf clientapp rotate start`, remove it from the file and from the history, and keep it ' +
    'in a secret store (`sf clientapp deploy` puts it there).',
  references: [sbs('DEP-005'), nhi(2), rfc9700('2.5'), pci('8.6.2'), nist('IA-5(7)')],
  check: (inventory) => [
    ...inventory.apps.filter(({ origin }) => origin.kind === 'source').flatMap(inMetadata),
    ...inventory.secretSightings.map(inFile),
  ],
};
