import type { Inventory } from '../../inventory/types.js';
import type { MetadataDocument } from '../../registration/document.js';
import type { XmlElement } from '../../registration/xml/element.js';
import { appOf } from '../appOf.js';
import { isTemplate } from '../../registration/isTemplate.js';
import { secretsOfFile } from '../fixes/files.js';
import { nhi } from '../references.js';
import type { Outcome, Rule } from '../rule.js';

const secretElements: Record<string, ReadonlySet<string>> = {
  ExtlClntAppGlobalOauthSettings: new Set(['consumerKey', 'consumerSecret']),
  ExtlClntAppPushSettings: new Set(['signingKey', 'password', 'serviceAccount', 'certificate']),
};

const secretsIn = (element: XmlElement, names: ReadonlySet<string>): XmlElement[] => [
  ...(names.has(element.name) && element.text !== '' && !isTemplate(element.text) ? [element] : []),
  ...element.children.flatMap((child) => secretsIn(child, names)),
];

const outcomesOf = (inventory: Inventory, document: MetadataDocument): Outcome[] => {
  const names = secretElements[document.type];
  if (!names) return [];
  const { trackedFiles } = inventory;
  const about = appOf(inventory, document);
  if (trackedFiles.known && !trackedFiles.value.has(document.file)) return [];
  if (!document.root) {
    return [{ kind: 'inconclusive', ...about, reason: `the file ${document.file} could not be read` }];
  }

  const secrets = secretsIn(document.root, names);
  const [first] = secrets;
  if (!first) return [];
  if (!trackedFiles.known) return [{ kind: 'inconclusive', ...about, reason: trackedFiles.reason }];
  const found = [...new Set(secrets.map(({ name }) => name))].join(' and ');
  return [
    {
      kind: 'finding',
      ...about,
      subject: document.file,
      message: `Git tracks a file of ${about.app?.name ?? about.appName} that holds ${found}.`,
      evidence: `${document.file} is tracked and holds ${found}`,
      location: { file: document.file, startLine: first.line, startColumn: first.column },
    },
  ];
};

export const secretBearingFileTracked: Rule = {
  id: 'secret-bearing-file-tracked',
  title: 'A file with a key or secret is tracked by git',
  severity: 2,
  modes: ['source'],
  tags: ['source-control', 'secrets'],
  description:
    'A retrieve writes the consumer key into .ecaGlblOauth and the push credentials into .ecaPush; ' +
    "Salesforce's guide wants the first out of source control altogether. " +
    'What git tracks once stays in every clone and in the history.',
  evidence:
    'Files of ExtlClntAppGlobalOauthSettings and push settings that git tracks, with a key or secret in them; the value is never kept.',
  exceptions: 'Files without a key or secret are configuration and may be tracked; so may placeholders of a pipeline.',
  remedy:
    'Remove the key and secret from the file, add it to .gitignore and .forceignore, and rotate with "sf clientapp rotate start" if it held a secret.',
  references: [nhi(2)],
  fix: secretsOfFile(
    'Removes the key and the secrets from the file. Unsafe: they stay in the history, so rotate them before or after.',
    ({ root, type }) => (root ? secretsIn(root, secretElements[type] ?? new Set()) : []),
  ),
  check: (inventory) => inventory.documents.flatMap((document) => outcomesOf(inventory, document)),
};
