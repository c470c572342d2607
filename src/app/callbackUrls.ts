import { callbackParts } from './callbackParts.js';

/** What a callback URL is, for the rules on it (RFC 9700 section 2.1, RFC 8252 section 7). */
export type CallbackKind = 'https' | 'loopback' | 'custom-scheme' | 'plain-http' | 'wildcard' | 'invalid';

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True for a host that only this machine can answer for. */
export const isLoopbackHost = (host: string): boolean => loopbackHosts.has(host.toLowerCase());

/** Schemes that run or show content instead of calling an app back. */
const forbiddenSchemes = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'blob:',
  'about:',
  'ftp:',
  'ws:',
  'wss:',
]);

/** Sorts one callback URL; `*` anywhere is a wildcard, which exact matching (RFC 9700 2.1) forbids. */
export const callbackKind = (url: string): CallbackKind => {
  if (url.includes('*')) return 'wildcard';
  const parts = /\s/.test(url) ? undefined : callbackParts(url);
  if (!parts) return 'invalid';
  const { protocol, hostname } = parts;
  if (protocol === 'https:') return 'https';
  if (protocol === 'http:') return isLoopbackHost(hostname) ? 'loopback' : 'plain-http';
  return forbiddenSchemes.has(protocol) ? 'invalid' : 'custom-scheme';
};

/** Callback URLs of one metadata element, which holds several on separate lines (platform.md 1.3). */
export const splitCallbackUrls = (element: string): string[] =>
  element
    .split(/[\r\n]+/)
    .map((url) => url.trim())
    .filter((url) => url !== '');

/** Longest total of an element, in characters (platform.md 1.3). */
export const maxCallbackUrlsLength = 2000;
