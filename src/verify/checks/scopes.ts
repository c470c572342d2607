import type { Flow } from '../../app/clientApp.js';
import { canonicalScope } from '../../app/scopes.js';
import { run as next } from '../command.js';
import { fail, pass, skip, tokenOf, type CheckDefinition } from '../run.js';

/** What no client credentials grant holds (platform.md 8.23). */
const filteredOut = new Set(['full', 'web', 'refresh_token']);

/** Scopes that come with others (platform.md 1.5). */
const comesWith: Readonly<Record<string, string>> = { api: 'chatter_api', web: 'visualforce' };

/** A jwt-bearer app must have refresh_token, whether or not the answer names it (platform.md 8.22). */
const isCompared = (scope: string, flow: Flow): boolean => {
  if (flow === 'client-credentials') return !filteredOut.has(scope);
  return flow !== 'jwt-bearer' || scope !== 'refresh_token';
};

const compareScopes = (
  declared: readonly string[],
  granted: readonly string[],
  flow: Flow,
): { more: string[]; fewer: string[] } => {
  const wanted = new Set(declared.map(canonicalScope).filter((scope) => isCompared(scope, flow)));
  const given = new Set(granted.map(canonicalScope));
  const implied = new Set([...wanted].flatMap((scope) => comesWith[scope] ?? []));
  return {
    more: [...given].filter((scope) => !wanted.has(scope) && !implied.has(scope) && isCompared(scope, flow)),
    fewer: [...wanted].filter((scope) => !given.has(scope)),
  };
};

export const scopesCheck: CheckDefinition = {
  id: 'scopes',
  expectation: 'The token has the declared scopes, no more and no fewer',
  needsToken: true,
  run: (run) => {
    const { app, flow, options } = run;
    const token = tokenOf(run);
    if (!token || token.scopes.length === 0) return skip('the answer names no scopes');
    const { more, fewer } = compareScopes(Object.keys(app.scopes), token.scopes, flow);
    if (more.length === 0 && fewer.length === 0) return pass(token.scopes.join(' '));
    const texts = [
      ...(more.length > 0 ? [`granted but not declared: ${more.join(' ')}`] : []),
      ...(fewer.length > 0 ? [`declared but not granted: ${fewer.join(' ')}`] : []),
    ];
    return fail({
      cause: more.length > 0 ? 'more-scopes-than-declared' : 'fewer-scopes-than-declared',
      evidence: `The token's scopes are not those of the manifest: ${texts.join('; ')}.`,
      actions: [
        next('Deploy the scopes of the manifest', 'clientapp deploy', { name: app.name, 'target-org': options.org }),
      ],
    });
  },
};
