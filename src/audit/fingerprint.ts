import { hash } from 'node:crypto';

/** What makes two findings the same one across runs; no line, so that edits above it do not matter. */
export type FingerprintParts = {
  rule: string;
  registration?: string | undefined;
  app?: string | undefined;
  subject?: string | undefined;
};

/** As JSON, so that no value can pass for the border between two. */
export const fingerprint = ({ rule, registration = '', app = '', subject = '' }: FingerprintParts): string =>
  hash('sha256', JSON.stringify([rule, registration, app, subject]));
