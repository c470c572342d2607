import { splitCallbackUrls } from '../app/callbackUrls.js';
import { canonicalScope } from '../app/scopes.js';
import { parseFlag } from './elements.js';
import type { Field } from './schema/field.js';

const splitCommas = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const listOf = (items: readonly string[]): string => [...new Set(items)].sort().join(', ');

/** Base64 of a certificate: the platform gives back PEM and bare base64 (platform.md 8.36). */
const certificateBody = (text: string): string => text.replaceAll(/-----[A-Z ]+-----|\s+/g, '');

/** A permission set's API name and its label, which differ in separators at most when nobody tells them apart. */
const permissionSetKey = (name: string, labels: ReadonlyMap<string, string>): string =>
  (labels.get(name) ?? name).replaceAll(/[^\p{L}\p{N}]+/gu, '_').toLowerCase();

/** Names of permission sets: API name to label, where it is known. */
export type Labels = ReadonlyMap<string, string>;

/** The text of one element in a spelling that is equal exactly when the platform sees no difference. */
export const comparableText = (text: string, field: Field, labels: Labels): string => {
  if (field.kind === 'flag') return String(parseFlag(text) ?? text);
  switch (field.as) {
    case 'callbacks':
      return listOf(splitCallbackUrls(text));
    case 'certificate':
      return certificateBody(text);
    case 'names':
      return listOf(splitCommas(text));
    case 'permission-sets':
      return listOf(splitCommas(text).map((name) => permissionSetKey(name, labels)));
    case 'scopes':
      // OfflineAccess comes back as RefreshToken, Profile, Email … as Basic (platform.md 1.5).
      return listOf(splitCommas(text).map(canonicalScope));
    case 'username':
      return text.toLowerCase();
    default:
      return text.replaceAll('\r', '\n');
  }
};

/** The values of a repeated element, in no order; a scope list is compared as a whole, since synonyms may repeat. */
export const comparableList = (texts: readonly string[], field: Field, labels: Labels): string =>
  listOf(texts.filter((text) => text !== '').map((text) => comparableText(text, field, labels)));
