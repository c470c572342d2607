import type { SecretSighting } from '../types.js';
import { isPlaceholder } from './placeholder.js';

type SecretKind = SecretSighting['value']['kind'];

/** What a secret looks like in text; group 1 is the secret, which is judged and then forgotten. */
export type SecretPattern = { kind: SecretKind; pattern: RegExp; isSecret: (value: string) => boolean };

/** Shortest consumer secret seen: those of old connected apps are 16 to 19 digits. */
const looksRandom = (value: string): boolean => value.length >= 12 && /\d/.test(value) && !isPlaceholder(value);

/** Half of the text around `=` or `:` when the key is one of a client secret's many spellings. */
const secretKey = String.raw`(?:client|consumer|oauth|app|sf|sfdc|salesforce)[-_.]?(?:app[-_.]?)?secret(?:[-_.]?key|__c)?`;
const secretValue = String.raw`([A-Za-z0-9+/_~-]{12,256}={0,2})`;

export const secretPatterns: readonly SecretPattern[] = [
  {
    kind: 'private-key',
    // The header alone is code that looks for keys; a key has base64 after it, on a new line or after an escaped one.
    pattern:
      /-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----(?:\\r|\\n|[\s"'+\\])*(?:Proc-Type: [^\n]{1,80}\s+DEK-Info: [^\n]{1,80}\s+)?([A-Za-z0-9+/]{40,76})/g,
    isSecret: (value) => !isPlaceholder(value.slice(0, 24)) || new Set(value).size > 20,
  },
  {
    kind: 'sfdx-auth-url',
    pattern: /force:\/\/[\w.~%-]{0,256}:[\w.~%+/=-]{0,256}:([\w.!~%+/=-]{20,512})@[\w.-]{4,}/g,
    isSecret: looksRandom,
  },
  { kind: 'refresh-token', pattern: /\b(5Aep861[\w.!-]{20,512})/g, isSecret: (value) => !isPlaceholder(value) },
  // Session ids and access tokens: the org's id, an exclamation mark, and the token.
  { kind: 'access-token', pattern: /\b00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?!([\w.]{40,512})/g, isSecret: looksRandom },
  {
    kind: 'client-secret',
    // Quoted: `"clientSecret": "…"`, `consumerSecret = '…'`, and JSON inside a string.
    pattern: new RegExp(
      String.raw`\b\w{0,40}${secretKey}\\?["'\x60]?\s{0,8}(?:=>|:=|[:=])\s{0,8}\\?["'\x60]${secretValue}\\?["'\x60]`,
      'gi',
    ),
    isSecret: looksRandom,
  },
  {
    kind: 'client-secret',
    // In a query or form: `…&client_secret=…`.
    pattern: new RegExp(String.raw`[&?"'\x60\s]client_secret=${secretValue}(?![\w.(\[])`, 'g'),
    isSecret: looksRandom,
  },
  {
    kind: 'client-secret',
    // In XML: `<consumerSecret>…</consumerSecret>`.
    pattern: new RegExp(String.raw`<${secretKey}>\s{0,8}${secretValue}\s{0,8}</`, 'gi'),
    isSecret: looksRandom,
  },
];

/** `CLIENT_SECRET=…` and `clientSecret: …` without quotes, which only files of settings have; in code that would be a variable. */
export const unquotedSecret: SecretPattern = {
  kind: 'client-secret',
  pattern: new RegExp(
    String.raw`^[ \t]{0,40}(?:export |set |- )?[\w.-]{0,60}${secretKey}[ \t]{0,8}[:=][ \t]{0,8}${secretValue}[ \t]{0,40}(?:#.*)?\r?$`,
    'gim',
  ),
  isSecret: looksRandom,
};

/** One cheap look that most files do not pass: `isConsumerSecretOptional` is in every connected app. */
export const mayHoldSecret = (text: string): boolean =>
  /PRIVATE KEY-----|force:\/\/|5Aep861|\b00D\w{12,15}!|secret(?:[-_.]?key|__c)?\\?["'`]?\s{0,8}(?:[=:]|>\s{0,8}\w)/i.test(
    text,
  );
