import { isMap, isNode, isSeq, parseDocument, type YAMLSeq } from 'yaml';
import { flowText } from '../manifest/flowText.js';

/** A waiver as `clientapp-audit.yml` has it. */
export type NewWaiver = { rule: string; fingerprint: string; owner: string; reason: string; expires: string };

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Behind the last word of a list; comments that follow it stay behind it. */
const endOfList = (text: string, list: YAMLSeq): number => {
  const last = list.items.at(-1);
  const end = isNode(last) ? (last.range?.[1] ?? text.length) : text.length;
  return text.slice(0, end).trimEnd().length;
};

const linesOf = ({ rule, fingerprint, owner, reason, expires }: NewWaiver, indent: string, eol: string): string => {
  const entries = Object.entries({ rule, fingerprint, owner, reason, expires });
  return entries
    .map(([key, value], index) => `${indent}${index === 0 ? '- ' : '  '}${key}: ${flowText(value)}`)
    .join(eol);
};

/** The place of a waiver that accepts the same finding, in whatever state it is. */
const placeOf = (list: YAMLSeq, { rule, fingerprint }: NewWaiver): number =>
  list.items.findIndex((item) => isMap(item) && item.get('fingerprint') === fingerprint && item.get('rule') === rule);

const appended = (text: string, list: YAMLSeq, waiver: NewWaiver, eol: string): string => {
  const [first] = list.items;
  const start = isNode(first) ? (first.range?.[0] ?? 0) : 0;
  const indent = /^ */.exec(text.slice(lineStart(text, start)))?.[0] ?? '';
  const end = endOfList(text, list);
  const behind = end + (/^[^\r\n]*/.exec(text.slice(end))?.[0].length ?? 0);
  return `${text.slice(0, behind)}${eol}${linesOf(waiver, indent, eol)}${text.slice(behind)}`;
};

/**
 * The text of an audit config with a waiver more; the rest of it stays, comments and order too. One that accepts the same
 * finding already is renewed.
 */
export const withWaiver = (text: string, waiver: NewWaiver): string => {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const document = parseDocument(text);
  const { contents } = document;
  const list: unknown = isMap(contents) ? contents.get('waivers', true) : undefined;
  if (isSeq(list)) {
    const place = placeOf(list, waiver);
    if (place === -1 && !list.flow && list.items.length > 0) return appended(text, list, waiver, eol);
    if (place === -1) list.flow = false;
    document.setIn(['waivers', place === -1 ? list.items.length : place], document.createNode(waiver));
    return document.toString({ lineWidth: 0 });
  }
  if (contents !== null && (!isMap(contents) || contents.flow || contents.has('waivers'))) {
    document.set('waivers', document.createNode([waiver]));
    return document.toString({ lineWidth: 0 });
  }
  const before = text === '' || text.endsWith('\n') ? text : `${text}${eol}`;
  return `${before}waivers:${eol}${linesOf(waiver, '  ', eol)}${eol}`;
};
