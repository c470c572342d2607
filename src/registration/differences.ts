import { comparableList, comparableText, type Labels } from './comparable.js';
import { child, children } from './elements.js';
import { indexOf, type Entry, type Field, type Fields } from './schema/field.js';
import { schemaOf } from './schema/schemas.js';
import type { XmlElement } from './xml/element.js';

/** One element that is not as wanted; lists stand on one line, and an absent value is the empty text. */
export type Difference = { element: string; wanted: string; actual: string };

const noLabels: Labels = new Map();

const textsOf = (elements: readonly XmlElement[]): string[] => elements.map(({ text }) => text);

/** One line for a repeated group, without the elements that say nothing. */
const describe = (element: XmlElement, fields: Fields): string =>
  Object.entries(fields)
    .flatMap(([name, field]) => {
      const value = child(element, name)?.text ?? '';
      return value === '' ? [] : [`${name}=${comparableText(value, field, noLabels)}`];
    })
    .join(' ');

const compareGroups = (path: string, fields: Fields, wanted: readonly XmlElement[], actual: readonly XmlElement[]) => {
  const linesOf = (list: readonly XmlElement[]): string[] => list.map((element) => describe(element, fields)).sort();
  const [want, have] = [linesOf(wanted), linesOf(actual)];
  return [
    ...want.filter((line) => !have.includes(line)).map((line) => ({ element: path, wanted: line, actual: '' })),
    ...have.filter((line) => !want.includes(line)).map((line) => ({ element: path, wanted: '', actual: line })),
  ];
};

const compareTexts = (
  path: string,
  field: Field,
  texts: { wanted: string[]; actual: string[] },
  labels: Labels,
): Difference[] => {
  const actual = texts.actual.length === 0 && field.default !== undefined ? [field.default] : texts.actual;
  const same = field.many
    ? comparableList(texts.wanted, field, labels) === comparableList(actual, field, labels)
    : comparableText(texts.wanted.join('\n'), field, labels) === comparableText(actual.join('\n'), field, labels);
  return same ? [] : [{ element: path, wanted: texts.wanted.join(', '), actual: actual.join(', ') }];
};

type Pair = { wanted: XmlElement; actual: XmlElement | undefined };

const compareEntry = ({ name, field }: Entry, path: string, { wanted, actual }: Pair, labels: Labels): Difference[] => {
  // A secret never comes back, and a rotation that was asked for is over: neither can be compared.
  if (field.as === 'secret' || field.as === 'once') return [];
  const [want, have] = [children(wanted, name), children(actual, name)];
  if (field.kind === 'group' && field.many) return compareGroups(path, field.fields, want, have);
  const [first] = want;
  if (field.kind === 'group' && first) {
    return compareFields(field.fields, `${path}.`, { wanted: first, actual: have[0] }, labels);
  }
  return compareTexts(path, field, { wanted: textsOf(want), actual: textsOf(have) }, labels);
};

const compareFields = (fields: Fields, prefix: string, pair: Pair, labels: Labels): Difference[] => {
  const { byName } = indexOf(fields);
  const names = new Set(pair.wanted.children.filter(({ nil }) => !nil).map(({ name }) => name));
  return [...names].flatMap((name) => {
    const entry = byName.get(name);
    return entry ? compareEntry(entry, `${prefix}${name}`, pair, labels) : [];
  });
};

/**
 * What an org has (`actual`) against what a file asks for (`wanted`): every element that the file sets, and nothing that
 * the platform adds by itself. Synonyms of scopes, the order of lists, PEM armour and the like are no difference; an
 * absent element stands for its default. `labels` tells the labels of permission sets by API name, where they are known.
 */
export const differences = (
  wanted: XmlElement,
  actual: XmlElement,
  type: string,
  labels: Labels = noLabels,
): Difference[] => {
  const schema = schemaOf(type);
  return schema ? compareFields(schema.fields, '', { wanted, actual }, labels) : [];
};
