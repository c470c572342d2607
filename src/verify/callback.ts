import { callbackKind } from '../app/callbackUrls.js';
import type { ClientApp } from '../app/clientApp.js';

/** The callback to prove the flow with: one on this machine, where it can be listened on, before any other. */
export const callbackOf = ({ callbackUrls }: Pick<ClientApp, 'callbackUrls'>): string | undefined =>
  callbackUrls.find((url) => callbackKind(url) === 'loopback') ?? callbackUrls[0];
