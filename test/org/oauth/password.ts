import type { Answer } from '../http/exchange.js';
import { findClient } from './client.js';
import { refusals } from './errors.js';
import type { TokenCall } from './token.js';

/** Unknown to External Client Apps, blocked by default for connected apps since Summer '23 (platform.md 3.6). */
export const refusePassword = ({ org, presented }: TokenCall): Answer => {
  const { app } = findClient(org, presented.key);
  throw app.family === 'external-client-app' ? refusals.unsupportedGrant() : refusals.authenticationFailed();
};
