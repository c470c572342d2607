import { randomUUID, type KeyObject } from 'node:crypto';

export type AssertionClaims = {
  consumerKey: string;
  username: string;
  audience: string;
  /** Our clock. */
  now: number;
};

/** Lives as long as the buffer that the org grants to differing clocks. */
const lifeSeconds = 180;

/** A signed assertion (RS256, platform.md 6), good for one request: the org rejects a `jti` that it has seen. */
export const signAssertion = async (
  key: KeyObject,
  { consumerKey, username, audience, now }: AssertionClaims,
): Promise<string> => {
  const { SignJWT } = await import('jose');
  return new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(consumerKey)
    .setSubject(username)
    .setAudience(audience)
    .setJti(randomUUID())
    .setExpirationTime(Math.floor(now / 1000) + lifeSeconds)
    .sign(key);
};
