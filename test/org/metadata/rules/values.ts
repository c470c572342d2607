import { X509Certificate } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { type Refusal, refuse } from './change.js';

/** Several callback URLs stand on lines of one element, 2000 characters in all (platform.md 1.3). */
export const refuseCallbackUrls = (value: string): Refusal | undefined => {
  if (value.length > 2000) return refuse('Callback URL: data value too large (max length=2000)', 'STRING_TOO_LONG');
  const invalid = value
    .split(/[\r\n]+/)
    .map((url) => url.trim())
    .find((url) => url !== '' && !URL.canParse(url));
  return invalid === undefined ? undefined : refuse(`Invalid callback URL: ${invalid}`);
};

/** PEM, or bare base64 as some retrieved files have it; at most 4 KB (platform.md 1.3, 6, 8.36). */
export const refuseCertificate = (value: string): Refusal | undefined => {
  if (Buffer.byteLength(value) > 4096) return refuse('The certificate must be at most 4 KB.');
  return isCertificate(value) ? undefined : refuse('Invalid certificate: enter a PEM-encoded X.509 certificate.');
};

export const isCertificate = (value: string): boolean => {
  try {
    const bare = value.replace(/\s+/g, '');
    return Boolean(new X509Certificate(value.includes('-----BEGIN') ? value : Buffer.from(bare, 'base64')));
  } catch {
    return false;
  }
};

export const refuseAddressRange = (start: string, end: string): Refusal | undefined => {
  const invalid = [start, end].find((address) => isIP(address) === 0);
  if (invalid !== undefined) return refuse(`Invalid IP address: ${invalid}`);
  return isOrdered(start, end) ? undefined : refuse(`Invalid IP range: ${start} - ${end}`);
};

const isOrdered = (start: string, end: string): boolean => {
  const family = isIP(start) === 4 ? 'ipv4' : 'ipv6';
  try {
    new BlockList().addRange(start, end, family);
    return true;
  } catch {
    return false;
  }
};

/** Validity of an ID token in minutes (platform.md 1.6, 2.4). */
export const refuseIdTokenValidity = (minutes: string | undefined): Refusal | undefined =>
  minutes !== undefined && (Number(minutes) < 1 || Number(minutes) > 720)
    ? refuse('The ID token validity must be between 1 and 720 minutes.')
    : undefined;

export const refuseInsecureUrl = (what: string, url: string | undefined): Refusal | undefined =>
  url && !/^https:\/\/[^\s/]+/.test(url)
    ? refuse(`${what} must be an absolute URL that uses https: ${url}`)
    : undefined;

/** True for the 15- and the 18-character spelling of the same record id. */
export const isSameId = (one: string, other: string): boolean => one.slice(0, 15) === other.slice(0, 15);
