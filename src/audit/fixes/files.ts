import type { InventoryApp } from '../../inventory/types.js';
import type { MetadataDocument } from '../../registration/document.js';
import type { Change } from '../../registration/edit/change.js';
import { parentPathAt } from '../../registration/edit/located.js';
import { schemaOf } from '../../registration/schema/schemas.js';
import type { XmlElement } from '../../registration/xml/element.js';
import type { Fix, Fixer } from '../fix.js';
import type { FindingDraft } from '../rule.js';

/** The file of an app in source that a finding is about. */
const documentAt = ({ app, location }: FindingDraft): MetadataDocument | undefined =>
  app?.origin.kind === 'source' ? app.documents.find(({ file, root }) => file === location?.file && root) : undefined;

/** Inside a connected app, keys and secrets stand in its OAuth part. */
const pathIn = ({ type }: MetadataDocument, name: string): string =>
  type === 'ConnectedApp' ? `oauthConfig.${name}` : name;

/** A secret and a run-as user want the consumer key beside them in a first deploy (platform.md 1.3, 1.4). */
const needsKey = ({ registration, secretElements, clientCredentials: { runAsUser } }: InventoryApp): boolean =>
  registration === 'connected-app' && (secretElements.length > 0 || !runAsUser.known || runAsUser.value !== undefined);

/** Elements that bind a file to one org. */
export const orgBoundElement: Fixer = {
  safety: 'mixed',
  about:
    'Removes the element, which the platform fills in for each org. Safe, except for the consumerKey of a connected app with ' +
    'a consumerSecret or an oauthClientCredentialUser, which want the key beside them in a first deploy.',
  fixOf: (draft) => {
    const { app, subject } = draft;
    const document = documentAt(draft);
    if (!app || !document || subject === undefined) return undefined;
    return {
      safe: subject !== 'consumerKey' || !needsKey(app),
      description: `Remove ${subject}.`,
      file: document.file,
      changes: [{ kind: 'remove', path: pathIn(document, subject) }],
    };
  },
};

/** Switches that replace the credential on each deploy. */
export const rotationSwitch: Fixer = {
  safety: 'safe',
  about: 'Sets the switch to false: the app keeps the credential that its clients have.',
  fixOf: (draft) => {
    const document = documentAt(draft);
    if (!document || draft.subject === undefined) return undefined;
    return {
      safe: true,
      description: `Set ${draft.subject} to false.`,
      file: document.file,
      changes: [{ kind: 'set', path: draft.subject, text: 'false' }],
    };
  },
};

const removeSecrets = (file: string, names: readonly string[], paths: readonly string[]): Fix | undefined =>
  paths.length === 0
    ? undefined
    : {
        safe: false,
        description: `Remove ${[...new Set(names)].join(' and ')}, which must be rotated all the same: it stays in the history.`,
        file,
        // The last first, so that the paths of the others stay right.
        changes: paths.toReversed().map((path): Change => ({ kind: 'remove', path })),
      };

const named = (element: XmlElement, name: string): XmlElement[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => named(child, name)),
];

/** The exact path of an element, so that none of the same name elsewhere is meant. */
const pathTo = (root: XmlElement, element: XmlElement): string[] => {
  const parent = parentPathAt(root, element);
  if (parent === undefined) return [];
  const siblings = named(root, element.name).filter((other) => parentPathAt(root, other) === parent);
  return [`${parent}${parent === '' ? '' : '.'}${element.name}[${siblings.indexOf(element)}]`];
};

/** Findings about a file that holds secrets. */
export const secretsOfFile = (about: string, secretsIn: (document: MetadataDocument) => XmlElement[]): Fixer => ({
  safety: 'unsafe',
  about,
  fixOf: (draft) => {
    const document = documentAt(draft);
    if (!document?.root) return undefined;
    const { file, root } = document;
    const elements = secretsIn(document);
    return removeSecrets(
      file,
      elements.map(({ name }) => name),
      elements.flatMap((element) => pathTo(root, element)),
    );
  },
});

/** Findings about one element that holds a secret, which is their subject. */
export const secretElement = (about: string): Fixer => ({
  safety: 'unsafe',
  about,
  fixOf: (draft) => {
    const document = documentAt(draft);
    const { subject, location } = draft;
    if (!document?.root || subject === undefined) return undefined;
    if (document.type === 'ConnectedApp') return removeSecrets(document.file, [subject], [pathIn(document, subject)]);
    const { file, root } = document;
    const here = named(root, subject).filter(({ line }) => line === location?.startLine);
    return removeSecrets(
      file,
      [subject],
      here.flatMap((element) => pathTo(root, element)),
    );
  },
});

/** Elements that stand in the wrong order. */
export const elementOrder: Fixer = {
  safety: 'mixed',
  about:
    'Moves the misplaced elements of the file to their place in the schema. Safe for a connected app; unsafe for an External ' +
    'Client App, because the platform dropped what was out of order and now takes it. Other mistakes have no fix.',
  fixOf: (draft) => {
    const document = documentAt(draft);
    const isOrder = document?.problems.some(
      ({ kind, line, column }) =>
        kind === 'wrong-order' && line === draft.location?.startLine && column === draft.location.startColumn,
    );
    return document && isOrder
      ? {
          safe: schemaOf(document.type)?.family === 'connected-app',
          description: 'Put the elements into the order of the schema.',
          file: document.file,
          changes: [{ kind: 'sort' }],
        }
      : undefined;
  },
};

/** Switches of the org that stand in a settings file. */
export const orgSwitch = (switches: ReadonlyArray<Change & { kind: 'set' }>, about: string): Fixer => ({
  safety: 'unsafe',
  about,
  fixOf: ({ location, app }) =>
    location && !app && location.file.includes('.settings')
      ? {
          safe: false,
          description: `Set ${switches.map(({ path, text }) => `${path} to ${text}`).join(' and ')}.`,
          file: location.file,
          changes: switches,
        }
      : undefined,
});
