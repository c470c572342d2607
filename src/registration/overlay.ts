import { children } from './elements.js';
import { indexOf, type Entry, type FieldIndex, type Fields } from './schema/field.js';
import { schemaOf } from './schema/schemas.js';
import { serialize } from './serialize.js';
import type { XmlElement } from './xml/element.js';

const sameElements = (a: readonly XmlElement[], b: readonly XmlElement[]): boolean =>
  a.map(serialize).join('') === b.map(serialize).join('');

/** Where the elements of a name stand now, or where the schema wants them. */
const placeFor = (element: XmlElement, { name, position }: Entry, { byName }: FieldIndex): number => {
  const now = element.children.findIndex((child) => child.name === name);
  if (now !== -1) return now;
  const next = element.children.findIndex((child) => (byName.get(child.name)?.position ?? -1) > position);
  return next === -1 ? element.children.length : next;
};

const replace = (
  element: XmlElement,
  entry: Entry,
  replacements: readonly XmlElement[],
  index: FieldIndex,
): XmlElement => {
  const { name } = entry;
  const place = placeFor(element, entry, index);
  const before = element.children.slice(0, place).filter((child) => child.name !== name);
  const behind = element.children.slice(place).filter((child) => child.name !== name);
  return { ...element, children: [...before, ...replacements, ...behind] };
};

type Change = { base: XmlElement; target: XmlElement };

const overlayFields = (source: XmlElement, { base, target }: Change, fields: Fields): XmlElement => {
  const index = indexOf(fields);
  return [...index.byName.values()].reduce((result, entry) => {
    const { name, field } = entry;
    const [before, after] = [children(base, name), children(target, name)];
    if (sameElements(before, after)) return result;
    const [own, one, other] = [children(result, name)[0], before[0], after[0]];
    if (field.kind === 'group' && !field.many && own && one && other) {
      return replace(result, entry, [overlayFields(own, { base: one, target: other }, field.fields)], index);
    }
    return replace(result, entry, after, index);
  }, source);
};

/**
 * The component as one environment wants it. `base` and `target` are rendered from the manifest without and with the
 * environment's overrides; exactly the elements in which they differ are replaced in `source`, so that what people
 * changed in the file by hand stays. A list is one element: it is replaced as a whole.
 */
export const overlay = (source: XmlElement, base: XmlElement, target: XmlElement, type: string): XmlElement => {
  const schema = schemaOf(type);
  return schema ? overlayFields(source, { base, target }, schema.fields) : source;
};
