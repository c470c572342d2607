import { introspect } from '../../oauth/tokenUse.js';
import { fail, pass, skip, tokenOf, type CheckDefinition } from '../run.js';
import { failed } from '../situation.js';
import { withSecret } from '../requestToken.js';

const sameWords = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join(' ') === [...b].sort().join(' ');

export const introspectionCheck: CheckDefinition = {
  id: 'introspection',
  expectation: 'Introspection agrees: active, same app, same user, same scopes',
  needsToken: true,
  run: async (run) => {
    const token = tokenOf(run);
    const { consumerKey, consumerSecret } = run.credential;
    if (!token) return skip('there is no token');
    if (consumerSecret === undefined) return skip('introspection asks for a client secret, and this app has none');
    const answer = await introspect(await withSecret(run, consumerSecret), token.accessToken);
    if (!answer.ok) return failed(run, answer.refusal, 'api');
    const { active, consumerKey: key, scopes, username } = answer.value;
    const declared = run.app.identity.user;
    const doubts = [
      ...(active ? [] : ['the token is not active']),
      ...(active && key !== undefined && key !== consumerKey ? ['it belongs to another key'] : []),
      ...(active && scopes.length > 0 && !sameWords(scopes, token.scopes)
        ? [`its scopes are ${scopes.join(' ')}, not ${token.scopes.join(' ')}`]
        : []),
      ...(active && username && declared && username.toLowerCase() !== declared.toLowerCase()
        ? [`it stands for ${username}`]
        : []),
    ];
    return doubts.length === 0
      ? pass(`active, for ${username ?? 'a user that is not named'}`)
      : fail({
          cause: 'introspection-disagrees',
          evidence: `Introspection says of the fresh token: ${doubts.join('; ')}.`,
          actions: ['Programs that check tokens by introspection will refuse it; look at the app in Setup.'],
        });
  },
};
