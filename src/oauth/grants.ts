import { ask, type Answer } from './answer.js';
import type { OauthClient } from './client.js';
import { toToken, type Token } from './token.js';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

type Parameters = Record<string, string>;

/** Without `scope`, which this flow does not take (platform.md 6), unless a test asks for it. */
export const requestClientCredentials = (
  { library, configuration }: OauthClient,
  parameters: Parameters = {},
): Promise<Answer<Token>> => ask(async () => toToken(await library.clientCredentialsGrant(configuration, parameters)));

export const requestJwtBearer = (
  { library, configuration }: OauthClient,
  assertion: string,
  parameters: Parameters = {},
): Promise<Answer<Token>> =>
  ask(async () => toToken(await library.genericGrantRequest(configuration, jwtBearer, { ...parameters, assertion })));

export const requestRefresh = ({ library, configuration }: OauthClient, refreshToken: string): Promise<Answer<Token>> =>
  ask(async () => toToken(await library.refreshTokenGrant(configuration, refreshToken)));

/** The flow that should be shut. Callers name a user that exists nowhere, so nobody's account is locked. */
export const requestPassword = (
  { library, configuration }: OauthClient,
  username: string,
  password: string,
): Promise<Answer<Token>> =>
  ask(async () => toToken(await library.genericGrantRequest(configuration, 'password', { username, password })));
