import { indexOf, type Fields, type Schema } from '../schema/field.js';
import type { XmlElement } from '../xml/element.js';
import { checkValue } from './checkValue.js';
import type { Report } from './report.js';
import { suggestElement } from './suggest.js';

const orderMessage = (name: string, before: string, schema: Schema): string => {
  const consequence =
    schema.family === 'external-client-app' ? ', and the platform silently drops what is out of order' : '';
  return `<${name}> must stand before <${before}>${consequence}`;
};

/** Checks the children of an element against its fields, all in one pass. */
export const checkElements = (element: XmlElement, fields: Fields, schema: Schema, report: Report): void => {
  const { byName, required } = indexOf(fields);
  const seen = new Set<string>();
  let last: { name: string; position: number } | undefined;
  let inOrder = true;
  for (const child of element.children) {
    const entry = byName.get(child.name);
    if (!entry) {
      if (schema.open) continue;
      const message = `<${element.name}> has no <${child.name}>${suggestElement(child.name, fields, schema)}`;
      report('unknown-element', message, child);
      continue;
    }
    const { field, position } = entry;
    if (last && position < last.position) {
      // One report for each parent: everything behind a misplaced element is out of order too.
      if (schema.ordered && inOrder) report('wrong-order', orderMessage(child.name, last.name, schema), child);
      inOrder = false;
    } else last = entry;
    if (!field.many && seen.has(child.name)) {
      report('repeated-element', `<${child.name}> stands more than once in <${element.name}>`, child);
    }
    seen.add(child.name);
    if (child.nil) continue;
    if (field.kind === 'group') checkElements(child, field.fields, schema, report);
    else if (child.children.length > 0) report('unknown-element', `<${child.name}> holds no elements`, child);
    else checkValue(child, field, report);
  }
  for (const { name } of required) {
    if (!seen.has(name)) report('missing-element', `<${element.name}> needs <${name}>`, element);
  }
  if (element.text !== '') {
    const { name, textLine: line = element.line, textColumn: column = element.column } = element;
    report('wrong-value', `there is text between the elements of <${name}>`, { line, column });
  }
};
