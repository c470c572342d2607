import { inspect } from 'node:util';
import type { TokenEndpointResponse } from 'openid-client';

/** What a token endpoint hands out. Printing or serialising one shows no token. */
export type Token = {
  accessToken: string;
  refreshToken?: string;
  /** In OAuth spelling, as answered. */
  scopes: string[];
  instanceUrl?: string;
  /** `https://…/id/<org>/<user>`. */
  identityUrl?: string;
};

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Salesforce adds `instance_url` and `id` to what the standard says (platform.md 6). */
export const toToken = (answer: TokenEndpointResponse): Token => {
  const refreshToken = text(answer.refresh_token);
  const instanceUrl = text(answer['instance_url']);
  const identityUrl = text(answer['id']);
  const shown = {
    scopes: (text(answer.scope) ?? '').split(/\s+/).filter(Boolean),
    ...(instanceUrl === undefined ? {} : { instanceUrl }),
    ...(identityUrl === undefined ? {} : { identityUrl }),
  };
  const token: Token = {
    ...shown,
    accessToken: answer.access_token,
    ...(refreshToken === undefined ? {} : { refreshToken }),
  };
  const hidden = (): Record<string, unknown> => ({ ...shown, accessToken: '[secret]' });
  return Object.defineProperties(token, {
    toJSON: { value: hidden, enumerable: false },
    [inspect.custom]: { value: hidden, enumerable: false },
  });
};

/** Organization and user, as the identity URL names them. */
export const idsOf = ({ identityUrl = '' }: Pick<Token, 'identityUrl'>): { orgId?: string; userId?: string } => {
  const [, orgId, userId] = /\/id\/(00D\w{12,15})\/(005\w{12,15})$/.exec(identityUrl) ?? [];
  return orgId === undefined || userId === undefined ? {} : { orgId, userId };
};
