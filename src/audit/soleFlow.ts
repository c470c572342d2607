import { callbackParts } from '../app/callbackParts.js';
import { isLoopbackHost } from '../app/callbackUrls.js';
import { unknown, type Fact, type InventoryApp } from '../inventory/types.js';
import { oncePerApp } from './oncePerApp.js';
import type { Confidence } from './rule.js';

/** Whether tokens come without a user, and by which flows: the platform has no switch that turns the code flow off. */
export type SoleFlow = {
  flow: 'client-credentials' | 'jwt-bearer' | 'both-headless' | 'interactive';
  confidence: Confidence;
};

/** Off when either switch is off; an External Client App has one in its settings and one in its policies. */
export const clientCredentialsState = ({
  clientCredentials: { settings, policy },
}: InventoryApp): 'on' | 'off' | 'unknown' => {
  if ((settings.known && !settings.value) || (policy.known && !policy.value)) return 'off';
  return settings.known && policy.known ? 'on' : 'unknown';
};

/** Why `clientCredentialsState` is unknown. */
export const clientCredentialsReason = ({ clientCredentials: { settings, policy } }: InventoryApp): string =>
  [settings, policy].flatMap((fact) => (fact.known ? [] : [fact.reason]))[0] ?? 'the client credentials switch is off';

/** Names that RFC 2606 keeps for documentation, and those that never resolve. */
const placeholderHosts = /^(?:www\.)?example\.(?:com|org|net)$|\.invalid$/i;
const successPage = /^\/services\/oauth2\/(?:success|callback)\/?$/i;

/** A callback that no server waits behind: a connected app must have one even when no flow uses it (platform.md 1.3). */
const isPlaceholderCallback = (url: string): boolean => {
  const parts = callbackParts(url);
  if (!parts) return false;
  const { hostname, pathname } = parts;
  if (isLoopbackHost(hostname) || placeholderHosts.test(hostname)) return true;
  return /^(?:login|test)\.salesforce\.com$/i.test(hostname) && successPage.test(pathname);
};

const declaredFlow = (app: InventoryApp): SoleFlow | undefined => {
  const flow = app.manifest?.app?.flow;
  if (!flow) return undefined;
  if (flow === 'client-credentials' && clientCredentialsState(app) === 'off') return undefined;
  return { flow: flow === 'authorization-code' ? 'interactive' : flow, confidence: 'high' };
};

/** What the app is set up for: as its manifest declares, else from its callbacks, certificate and switches. */
export const soleFlow = oncePerApp((app): Fact<SoleFlow> => {
  const declared = declaredFlow(app);
  if (declared) return { known: true, value: declared };

  const { callbackUrls, certificate, deviceFlow } = app;
  const interactive: Fact<SoleFlow> = { known: true, value: { flow: 'interactive', confidence: 'high' } };
  if (deviceFlow.known && deviceFlow.value) return interactive;
  if (callbackUrls.known && callbackUrls.value.some(({ value }) => !isPlaceholderCallback(value))) return interactive;

  const clientCredentials = clientCredentialsState(app);
  if (clientCredentials === 'off' && certificate.known && !certificate.value) return interactive;
  if (!callbackUrls.known) return unknown(callbackUrls.reason);
  if (!certificate.known) return unknown(certificate.reason);
  if (clientCredentials === 'unknown') return unknown(clientCredentialsReason(app));

  const confidence = callbackUrls.value.length === 0 ? 'high' : 'medium';
  if (clientCredentials === 'off') return { known: true, value: { flow: 'jwt-bearer', confidence } };
  return {
    known: true,
    value: { flow: certificate.value ? 'both-headless' : 'client-credentials', confidence },
  };
});
