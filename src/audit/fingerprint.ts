import { hash } from 'node:crypto';

/** What makes two findings the same one across runs; no line, so that edits above it do not matter. */
export type FingerprintParts = {
  rule: string;
  registration?: string | undefined;
  app?: string | undefined;
  subject?: string | undefined;
};

/** Characters that JSON writes in another way. */
// eslint-disable-next-line no-control-regex
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

const asJson = (parts: readonly string[]): string =>
  parts.some((part) => escaped.test(part)) ? JSON.stringify(parts) : `["${parts.join('","')}"]`;

/** As JSON, so that no value can pass for the border between two. */
export const fingerprint = ({ rule, registration = '', app = '', subject = '' }: FingerprintParts): string =>
  hash('sha256', asJson([rule, registration, app, subject]));
