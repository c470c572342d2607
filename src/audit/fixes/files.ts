import type { Location } from '../../inventory/types.js';
import type { MetadataDocument } from '../../registration/document.js';
import type { Change } from '../../registration/edit/change.js';
import { parentPathAt } from '../../registration/edit/located.js';
import { schemaOf } from '../../registration/schema/schemas.js';
import type { XmlElement } from '../../registration/xml/element.js';
import type { Fix, Fixer } from '../fix.js';
import type { FindingDraft } from '../rule.js';

const documentAt = ({ app, location }: FindingDraft): MetadataDocument | undefined =>
  app?.origin.kind === 'source' ? app.documents.find(({ file, root }) => file === location?.file && root) : undefined;

const named = (element: XmlElement, name: string): XmlElement[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => named(child, name)),
];

/** The exact path of an element, so that none of the same name elsewhere is meant. */
const pathTo = (root: XmlElement, element: XmlElement): string | undefined => {
  const parent = parentPathAt(root, element);
  if (parent === undefined) return undefined;
  const siblings = named(root, element.name).filter((other) => parentPathAt(root, other) === parent);
  return `${parent}${parent === '' ? '' : '.'}${element.name}[${siblings.indexOf(element)}]`;
};

/** Takes elements out, the last first, so that the paths of the others stay right. */
export const removeElements = (
  { file, root }: MetadataDocument,
  elements: readonly XmlElement[],
  { safe, description }: Pick<Fix, 'safe' | 'description'>,
): Fix | undefined => {
  if (!root || elements.length === 0) return undefined;
  const changes = elements.flatMap((element): Change[] => {
    const path = pathTo(root, element);
    return path === undefined ? [] : [{ kind: 'remove', path }];
  });
  return { safe, description, file, changes: changes.reverse() };
};

const isAt = ({ line }: XmlElement, at: Location | undefined): boolean => line === at?.startLine;

/** Whether taking out the consumer key may break a deploy: a secret or a run-as user wants one beside it (platform.md 1.3, 1.4). */
const needsKey = (document: MetadataDocument): boolean =>
  document.root !== undefined &&
  ['consumerSecret', 'oauthClientCredentialUser'].some((name) => named(document.root as XmlElement, name).length > 0);

/** Elements that bind a file to one org. */
export const orgBoundElement: Fixer = {
  safety: 'mixed',
  about:
    'Removes the element, which the platform fills in for each org. Safe, except for the consumerKey of a connected app with ' +
    'a consumerSecret or an oauthClientCredentialUser, which want the key beside them in a first deploy.',
  fixOf: (draft) => {
    const document = documentAt(draft);
    const name = draft.subject ?? '';
    const elements = document?.root
      ? named(document.root, name).filter((element) => isAt(element, draft.location))
      : [];
    return (
      document &&
      removeElements(document, elements, {
        safe: name !== 'consumerKey' || !needsKey(document),
        description: `Remove ${name}.`,
      })
    );
  },
};

/** Switches that replace the credential on each deploy. */
export const rotationSwitch: Fixer = {
  safety: 'safe',
  about: 'Sets the switch to false: the app keeps the credential that its clients have.',
  fixOf: ({ subject, location, app }) =>
    location && subject !== undefined && app
      ? {
          safe: true,
          description: `Set ${subject} to false.`,
          file: location.file,
          changes: [{ kind: 'set', path: subject, text: 'false' }],
        }
      : undefined,
};

/** Elements that hold secrets: the subject of the finding names them, or it is about the whole file. */
export const secretElement = (
  about: string,
  elementsOf: (document: MetadataDocument, draft: FindingDraft) => XmlElement[],
): Fixer => ({
  safety: 'unsafe',
  about,
  fixOf: (draft) => {
    const document = documentAt(draft);
    const elements = document ? elementsOf(document, draft) : [];
    const names = [...new Set(elements.map(({ name }) => name))].join(' and ');
    return (
      document &&
      removeElements(document, elements, {
        safe: false,
        description: `Remove ${names}, which must be rotated all the same: it stays in the history.`,
      })
    );
  },
});

export const elementsNamed = ({ root }: MetadataDocument, { subject, location }: FindingDraft): XmlElement[] =>
  root && subject !== undefined ? named(root, subject).filter((element) => isAt(element, location)) : [];

/** Elements that stand in the wrong order. */
export const elementOrder: Fixer = {
  safety: 'mixed',
  about:
    'Moves misplaced elements to their place in the schema. Safe for a connected app; unsafe for an External Client App, ' +
    'because the platform dropped what was out of order and now takes it. Other mistakes have no fix.',
  fixOf: (draft) => {
    const document = documentAt(draft);
    const at = draft.location;
    if (!document?.root || !at) return undefined;
    const isHere = document.problems.some(
      ({ kind, line, column }) => kind === 'wrong-order' && line === at.startLine && column === at.startColumn,
    );
    const path = parentPathAt(document.root, { line: at.startLine, column: at.startColumn });
    if (!isHere || path === undefined) return undefined;
    return {
      safe: schemaOf(document.type)?.family === 'connected-app',
      description: 'Put the elements into the order of the schema.',
      file: document.file,
      changes: [{ kind: 'sort', path }],
    };
  },
};

/** Switches of the org that stand in a settings file. */
export const orgSwitch = (
  changes: readonly Change[],
  about: string,
  applies: (draft: FindingDraft) => boolean = () => true,
): Fixer => ({
  safety: 'unsafe',
  about,
  fixOf: (draft) =>
    draft.location && applies(draft)
      ? {
          safe: false,
          description: `Set ${changes.flatMap((change) => (change.kind === 'set' ? [`${change.path} to ${change.text}`] : [])).join(' and ')}.`,
          file: draft.location.file,
          changes,
        }
      : undefined,
});
