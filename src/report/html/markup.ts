import { visible } from '../escape.js';

/** HTML that is meant as such; only the tag function below makes it. */
export type Markup = { readonly markup: string };

export type Child = Markup | string | number | undefined | false | readonly Child[];

const longest = 2000;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

const escaped = (text: string): string => visible(text, longest).replace(/[&<>"'`]/g, (one) => entities[one] ?? '');

const textOf = (child: Child): string => {
  if (typeof child === 'string') return escaped(child);
  if (typeof child === 'number') return String(child);
  if (child === undefined || child === false) return '';
  return 'markup' in child ? child.markup : child.map(textOf).join('');
};

const compact = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The indentation of the source is not sent to every reader, thousands of times. */
const compactOf = (parts: TemplateStringsArray): readonly string[] => {
  const made = compact.get(parts) ?? parts.map((part) => part.replace(/\s*\n\s*/g, '\n'));
  compact.set(parts, made);
  return made;
};

/** The one way text gets into the page: whatever is put in is escaped, for content and quoted attributes alike. */
export const html = (source: TemplateStringsArray, ...children: readonly Child[]): Markup => {
  const parts = compactOf(source);
  let text = parts[0] ?? '';
  for (let index = 0; index < children.length; index += 1) text += textOf(children[index]) + (parts[index + 1] ?? '');
  return { markup: text };
};

/** A number of people: 12,345. */
export const figure = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

export const plural = (count: number, word: string, words = `${word}s`): string =>
  `${figure(count)} ${count === 1 ? word : words}`;
