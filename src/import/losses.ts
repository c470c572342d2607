import type { ClientApp } from '../app/clientApp.js';
import { bounded } from '../audit/bounded.js';
import { differences, type Difference } from '../registration/differences.js';
import type { MetadataDocument } from '../registration/document.js';
import { child } from '../registration/elements.js';
import { stripOrgBound } from '../registration/orgBound.js';
import { readDocument, validRoot } from '../registration/readDocument.js';
import { renderClientApp } from '../registration/render.js';
import { indexOf } from '../registration/schema/field.js';
import { schemaOf } from '../registration/schema/schemas.js';
import type { XmlElement } from '../registration/xml/element.js';

/** One thing that the files of an app say and the manifest does not, or says otherwise. */
export type Loss = { element: string; text: string };

type Pair = { type: string; source: XmlElement; rendered: XmlElement };

const longest = 120;

/** Names that people see; the manifest makes its own for permission sets and for satellites of External Client Apps. */
const unimportant = (type: string): ReadonlySet<string> => {
  if (type === 'PermissionSet') return new Set(['label', 'description']);
  return new Set(type === 'ConnectedApp' || type === 'ExternalClientApplication' ? [] : ['label']);
};

const shown = (element: string, value: string): string => {
  if (value === '') return 'nothing';
  return /certificate$/i.test(element) ? 'a certificate' : `"${bounded(value, longest)}"`;
};

/** Children of the source's root that the other lacks as a whole, such as `samlConfig`. */
const missingGroups = ({ type, source, rendered }: Pair): string[] => {
  const { byName } = indexOf(schemaOf(type)?.fields ?? {});
  return [
    ...new Set(
      source.children
        .filter(({ name, nil }) => !nil && byName.get(name)?.field.kind === 'group' && !child(rendered, name))
        .filter(({ name }) => !byName.get(name)?.field.many)
        .map(({ name }) => name),
    ),
  ];
};

const key = ({ element, wanted, actual }: Difference): string => JSON.stringify([element, wanted, actual]);

/** Both directions: what the source sets, and what the manifest would set where the source is silent. */
const differencesOf = (pair: Pair): { changed: Difference[]; added: string[] } => {
  const { type, source, rendered } = pair;
  const skipped = unimportant(type);
  const groups = missingGroups(pair);
  const counts = ({ element }: Difference): boolean =>
    !skipped.has(element) && !groups.some((group) => element.startsWith(`${group}.`));
  const told = differences(source, rendered, type).filter(counts);
  const elements = new Set(told.map(({ element }) => element));
  const untold = differences(rendered, source, type).filter((one) => counts(one) && !elements.has(one.element));
  const changed = untold
    .filter(({ actual }) => actual !== '')
    .map(({ element, wanted, actual }) => ({ element, wanted: actual, actual: wanted }));
  return {
    changed: [...new Map([...told, ...changed].map((one) => [key(one), one])).values()],
    added: [...new Set(untold.filter(({ actual }) => actual === '').map(({ element }) => element))],
  };
};

const lossesOfPair = (pair: Pair, file: string): Loss[] => {
  const { changed, added } = differencesOf(pair);
  return [
    ...missingGroups(pair).map((element) => ({
      element,
      text: `${element}: a manifest has no words for it (${file})`,
    })),
    ...changed.map(({ element, wanted, actual }) => ({
      element,
      text: `${element}: ${shown(element, wanted)} in ${file}, ${shown(element, actual)} when generated from the manifest`,
    })),
    ...(added.length === 0
      ? []
      : [
          {
            element: added.join(', '),
            text: `${added.join(', ')}: not said in ${file}, set when generated from the manifest`,
          },
        ]),
  ];
};

const unknownElements = ({ problems, file }: MetadataDocument): Loss[] =>
  problems
    .filter(({ kind }) => kind === 'unknown-element')
    .map(({ message, line }) => ({ element: message, text: `${bounded(message, longest)} (${file}, line ${line})` }));

const isCounterpart = (document: MetadataDocument, other: MetadataDocument): boolean =>
  document.type === other.type &&
  (document.type !== 'PermissionSet' || document.name.toLowerCase() === other.name.toLowerCase());

const lossesOf = (document: MetadataDocument, generated: readonly MetadataDocument[]): Loss[] => {
  const { type, file } = document;
  const root = validRoot(document);
  if (!root) return [{ element: file, text: `${file} cannot be read, so nobody knows what it says` }];
  const rendered = generated.find((other) => isCounterpart(document, other))?.root;
  if (!rendered) return [{ element: file, text: `${file}: a manifest has no words for what this file says` }];
  const { root: source } = stripOrgBound(root, type);
  return [...lossesOfPair({ type, source, rendered }, file), ...unknownElements(document)];
};

/**
 * What the files of an app say that its manifest does not: the manifest is rendered again and held against them, so that
 * nothing is lost unsaid. Left out are elements that bind a file to one org, secrets, and labels that the plugin makes.
 * @param certificate PEM text of the file that the manifest names
 */
export const losses = (app: ClientApp, documents: readonly MetadataDocument[], certificate?: string): Loss[] => {
  const generated = renderClientApp(app, { certificate }).map(({ path, contents }) => readDocument(path, contents));
  const missing = generated.filter(
    ({ type }) => type !== 'PermissionSet' && !documents.some((document) => document.type === type),
  );
  return [
    ...documents.flatMap((document) => lossesOf(document, generated)),
    ...missing.map(({ type, file }) => ({
      element: type,
      text: `${file}: there is no such file to compare the manifest with`,
    })),
  ];
};
