import { posix } from 'node:path';
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

type Pair = { type: string; source: XmlElement; rendered: XmlElement };

const longest = 120;

/** Names that people see; the manifest makes its own for permission sets and for satellites of External Client Apps. */
const unimportant = (type: string): ReadonlySet<string> => {
  if (type === 'PermissionSet') return new Set(['label', 'description']);
  return new Set(type === 'ConnectedApp' || type === 'ExternalClientApplication' ? [] : ['label']);
};

const isCertificate = (element: string): boolean => /certificate$/i.test(element);

const shown = (element: string, value: string): string => {
  if (value === '') return 'nothing';
  return isCertificate(element) ? 'a certificate' : `"${bounded(value, longest)}"`;
};

/** Single groups of the source that the other lacks as a whole, such as `samlConfig`. */
const missingGroups = ({ type, source, rendered }: Pair): string[] => {
  const { byName } = indexOf(schemaOf(type)?.fields ?? {});
  const isGroup = (name: string): boolean => {
    const field = byName.get(name)?.field;
    return field?.kind === 'group' && !field.many;
  };
  const groups = source.children.filter(({ name, nil }) => !nil && isGroup(name) && !child(rendered, name));
  return [...new Set(groups.map(({ name }) => name))];
};

const isOff = ({ wanted, actual }: Difference): boolean => actual === '' && (wanted === 'false' || wanted === 'None');

/** Here `wanted` is what the source says, and `actual` what the manifest does. */
type Compared = {
  changed: Difference[];
  /** What the source has off, as orgs write it of themselves, and the manifest leaves out. */
  off: string[];
  /** What the source does not say and the manifest sets. */
  added: string[];
};

const compare = (pair: Pair): Compared => {
  const { type, source, rendered } = pair;
  const skipped = unimportant(type);
  const groups = missingGroups(pair);
  const counts = ({ element }: Difference): boolean =>
    !skipped.has(element) && !groups.some((group) => element.startsWith(`${group}.`));
  const told = differences(source, rendered, type).filter(counts);
  const elements = new Set(told.map(({ element }) => element));
  const untold = differences(rendered, source, type).filter((one) => counts(one) && !elements.has(one.element));
  const byDefault = untold
    .filter(({ actual }) => actual !== '')
    .map(({ element, wanted, actual }) => ({ element, wanted: actual, actual: wanted }));
  return {
    changed: [...told.filter((one) => !isOff(one)), ...byDefault],
    off: told.filter(isOff).map(({ element }) => element),
    added: [...new Set(untold.filter(({ actual }) => actual === '').map(({ element }) => element))],
  };
};

const changeText = ({ element, wanted, actual }: Difference, file: string): string =>
  isCertificate(element) && wanted !== '' && actual !== ''
    ? `${element}: ${file} has another certificate than the file that the manifest names`
    : `${element}: ${shown(element, wanted)} in ${file}, ${shown(element, actual)} when generated from the manifest`;

const together = (elements: readonly string[], text: string): string[] =>
  elements.length === 0 ? [] : [`${elements.join(', ')}: ${text}`];

const lossesOfPair = (pair: Pair, file: string): string[] => {
  const { changed, off, added } = compare(pair);
  return [
    ...missingGroups(pair).map((element) => `${element}: a manifest has no words for it (${file})`),
    ...changed.map((one) => changeText(one, file)),
    ...together(off, `off in ${file}, left out when generated from the manifest`),
    ...together(added, `not said in ${file}, set when generated from the manifest`),
  ];
};

const unknownElements = ({ problems }: MetadataDocument, file: string): string[] =>
  problems
    .filter(({ kind }) => kind === 'unknown-element')
    .map(({ message, line }) => `${bounded(message, longest)} (${file}, line ${line})`);

const isCounterpart = (document: MetadataDocument, other: MetadataDocument): boolean =>
  document.type === other.type &&
  (document.type !== 'PermissionSet' || document.name.toLowerCase() === other.name.toLowerCase());

const lossesOf = (document: MetadataDocument, generated: readonly MetadataDocument[]): string[] => {
  const { type } = document;
  const file = posix.basename(document.file);
  const root = validRoot(document);
  if (!root) return [`${file} cannot be read, so nobody knows what it says`];
  const rendered = generated.find((other) => isCounterpart(document, other))?.root;
  if (!rendered) return [`${file}: a manifest has no words for what this file says`];
  const { root: source } = stripOrgBound(root, type);
  return [...lossesOfPair({ type, source, rendered }, file), ...unknownElements(document, file)];
};

/**
 * What the files of an app say that its manifest does not, or says otherwise: the manifest is rendered again and held
 * against them, so that nothing is lost unsaid. Left out are elements that bind a file to one org, secrets, and labels that
 * the plugin makes.
 * @param certificate PEM text of the file that the manifest names
 */
export const losses = (app: ClientApp, documents: readonly MetadataDocument[], certificate?: string): string[] => {
  const generated = renderClientApp(app, { certificate }).map(({ path, contents }) => readDocument(path, contents));
  const missing = generated.filter(
    ({ type }) => type !== 'PermissionSet' && !documents.some((document) => document.type === type),
  );
  return [
    ...documents.flatMap((document) => lossesOf(document, generated)),
    ...missing.map(({ file }) => `${posix.basename(file)}: there is no such file to compare the manifest with`),
  ];
};
