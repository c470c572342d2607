import { ask, type Answer } from './answer.js';
import type { OauthClient } from './client.js';

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export type UserInfo = { username?: string | undefined; userId?: string | undefined; orgId?: string | undefined };

/** Who a token stands for. */
export const readUserInfo = ({ library, configuration }: OauthClient, accessToken: string): Promise<Answer<UserInfo>> =>
  ask(async () => {
    const answer = await library.fetchUserInfo(configuration, accessToken, library.skipSubjectCheck);
    return {
      username: text(answer.preferred_username),
      userId: text(answer['user_id']),
      orgId: text(answer['organization_id']),
    };
  });

export type Introspection = {
  active: boolean;
  username?: string | undefined;
  consumerKey?: string | undefined;
  scopes: string[];
};

export const introspect = ({ library, configuration }: OauthClient, token: string): Promise<Answer<Introspection>> =>
  ask(async () => {
    const answer = await library.tokenIntrospection(configuration, token, { token_type_hint: 'access_token' });
    return {
      active: answer.active,
      username: text(answer.username),
      consumerKey: text(answer.client_id),
      scopes: (text(answer.scope) ?? '').split(/\s+/).filter(Boolean),
    };
  });

/** Gives a token back; a refresh token takes its access tokens with it (platform.md 6). */
export const revoke = ({ library, configuration }: OauthClient, token: string): Promise<Answer<void>> =>
  ask(() => library.tokenRevocation(configuration, token));
