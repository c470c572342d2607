import type { Answer } from '../http/exchange.js';
import type { Call, Route } from '../http/router.js';
import type { Org } from '../org.js';
import { grantAuthorizationCode } from './authorizationCode.js';
import { readPresented, type Presented } from './client.js';
import { grantClientCredentials } from './clientCredentials.js';
import { refusals } from './errors.js';
import { grantJwtBearer } from './jwtBearer.js';
import { refusePassword } from './password.js';
import { grantRefresh } from './refresh.js';

export type TokenCall = { org: Org; form: URLSearchParams; presented: Presented; address: string };

const flows: Record<string, (call: TokenCall) => Answer> = {
  authorization_code: grantAuthorizationCode,
  client_credentials: grantClientCredentials,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': grantJwtBearer,
  refresh_token: grantRefresh,
  password: refusePassword,
};

export const addressOf = ({ org, request }: Call): string =>
  String(request.headers['x-loopback-source'] ?? org.state.sourceAddress);

/** Parameters come in the body; the org takes them in the query too. */
export const readForm = ({ request }: Call): URLSearchParams =>
  new URLSearchParams([...request.query, ...new URLSearchParams(request.body.toString())]);

const issue = (call: Call): Answer => {
  const form = readForm(call);
  const presented = readPresented(form, call.request.headers.authorization);
  const flow = flows[form.get('grant_type') ?? ''];
  if (!flow) throw refusals.unsupportedGrant();
  return flow({ org: call.org, form, presented, address: addressOf(call) });
};

export const tokenRoutes: Route[] = [{ method: 'POST', path: '/services/oauth2/token', handle: issue }];
