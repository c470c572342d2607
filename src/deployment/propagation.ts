import { setTimeout } from 'node:timers/promises';
import { orgIdOf, type OrgConnection } from '../org/connection.js';
import { probeAuthorize, probeClientCredentials, type ProbeResult } from '../oauth/probe.js';
import type { CaptureTarget } from './capture.js';

const firstWaitMs = 1000;
const longestWaitMs = 15_000;

/** What a client of this kind can be asked without a person; undefined for one that can't be asked. */
const probe = async (connection: OrgConnection, { app, store }: CaptureTarget): Promise<ProbeResult | undefined> => {
  const { current } = await store.read({ orgId: orgIdOf(connection), app: app.name });
  if (!current) return undefined;
  const { instanceUrl } = connection;
  if (app.flow === 'client-credentials' && current.consumerSecret) {
    return probeClientCredentials(instanceUrl, {
      consumerKey: current.consumerKey,
      consumerSecret: current.consumerSecret,
    });
  }
  const [callbackUrl] = app.callbackUrls;
  return app.flow === 'authorization-code' && callbackUrl
    ? probeAuthorize(instanceUrl, current.consumerKey, callbackUrl)
    : undefined;
};

/**
 * Waits until the org accepts a new client, for as long as it answers as if there were none.
 * @param deadline milliseconds since 1970
 * @returns the last answer, or undefined for a client that can't be asked without a person or a private key
 */
export const waitUntilAccepted = async (
  connection: OrgConnection,
  target: CaptureTarget,
  deadline: number,
  onWait: (text: string) => void,
): Promise<ProbeResult | undefined> => {
  for (let wait = firstWaitMs; ; wait = Math.min(wait * 2, longestWaitMs)) {
    const result = await probe(connection, target);
    if (result?.status !== 'not-yet' || Date.now() + wait > deadline) return result;
    onWait(`${target.app.name}: ${result.error}; asking again in ${wait / 1000} s`);
    await setTimeout(wait);
  }
};
