import { canonicalScope, findScope } from '../app/scopes.js';
import type { Flow } from '../app/clientApp.js';
import { defaultsFor } from '../manifest/defaults.js';
import type { CompleteAnswers } from './answers.js';

export type ScopeAnswer = { spelling: string; reason?: string | undefined };

/** Splits `scope=reason` at the first `=`. */
export const parseScopeAnswer = (answer: string): ScopeAnswer => {
  const [spelling = '', ...reason] = answer.split('=');
  return { spelling: spelling.trim(), reason: reason.join('=').trim() || undefined };
};

/** Each scope with the reason that was given, or with what the scope means until someone gives one. */
export const scopesFromAnswers = (
  { scopes, model }: Pick<CompleteAnswers, 'scopes' | 'model'>,
  flow: Flow,
): Record<string, string> | undefined => {
  if (scopes === undefined || scopes.length === 0) return undefined;
  const answered = scopes.map(parseScopeAnswer);
  const named = Object.fromEntries(
    answered.map(({ spelling, reason }) => [
      canonicalScope(spelling),
      reason ?? findScope(spelling)?.meaning ?? spelling,
    ]),
  );
  // Salesforce refuses JWT bearer without it (platform.md 8.22).
  const needed = flow === 'jwt-bearer' ? defaultsFor(model, flow).scopes['refresh_token']?.value : undefined;
  return { ...named, ...(needed !== undefined && !('refresh_token' in named) && { refresh_token: needed }) };
};

/** Scopes that came without a reason. */
export const unexplainedScopes = (answers: readonly string[] = []): string[] =>
  answers
    .map(parseScopeAnswer)
    .filter(({ reason }) => reason === undefined)
    .map(({ spelling }) => canonicalScope(spelling));
