import type { Inventory, Located, SecretElement, SecretSighting } from '../../inventory/types.js';
import { secretElementsOf } from '../../registration/read/notableElements.js';
import { appOf } from '../appOf.js';
import { secretElement } from '../fixes/files.js';
import { nhi, nist, pci, rfc9700, sbs } from '../references.js';
import type { FindingDraft, Rule } from '../rule.js';

const kinds: Record<SecretSighting['value']['kind'], string> = {
  'private-key': 'a private key',
  'sfdx-auth-url': 'an auth URL, which signs in to an org',
  'client-secret': 'a client secret',
  'refresh-token': 'a refresh token',
  'access-token': 'an access token',
};

type FoundElement = Located<SecretElement> & { owner: Pick<FindingDraft, 'app' | 'appName'> };

/** Secrets in metadata, also in files of External Client Apps whose header is elsewhere. */
const inMetadata = (inventory: Inventory): FoundElement[] => {
  const { apps, documents } = inventory;
  const owned = apps
    .filter(({ origin }) => origin.kind === 'source')
    .flatMap((app) => app.secretElements.map((found) => ({ ...found, owner: { app } })));
  const seen = new Set(apps.flatMap((app) => app.documents.map(({ file }) => file)));
  const orphaned = documents
    .filter(({ file }) => !seen.has(file))
    .flatMap((document) =>
      secretElementsOf(document, { kind: 'source', file: document.file }).map((found) => ({
        ...found,
        owner: appOf(inventory, document),
      })),
    );
  return [...owned, ...orphaned].filter(({ value }) => !value.isTemplate);
};

const elementFinding = ({ value: { element }, at, owner }: FoundElement): FindingDraft => ({
  kind: 'finding',
  ...owner,
  subject: element,
  message: `The metadata of ${owner.app?.name ?? owner.appName} holds a secret in ${element}.`,
  evidence: `${element} has a value, which is not shown`,
  location: at,
});

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
  fix: secretElement(
    'Removes an element of client app metadata that holds a secret, and nothing in other files. Unsafe: the secret stays in the history, so rotate it before or after.',
  ),
  check: (inventory) => {
    const elements = inMetadata(inventory);
    // Two readers may have seen one line; the element says more.
    const places = new Set(elements.map(({ at }) => `${at?.startLine} ${at?.file}`));
    const elsewhere = inventory.secretSightings.filter(({ at }) => !places.has(`${at.startLine} ${at.file}`));
    return [...elements.map(elementFinding), ...elsewhere.map(inFile)];
  },
};
