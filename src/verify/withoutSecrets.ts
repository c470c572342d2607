import type { Run } from './run.js';
import type { Check } from './types.js';

/** Shorter texts are no secrets, and taking them out would garble the rest. */
const shortest = 8;

/** The last barrier: should an org ever echo a secret in one of its texts, it ends here. */
export const withoutSecrets = (
  { credential, seen }: Pick<Run, 'credential' | 'seen'>,
  checks: readonly Check[],
): Check[] => {
  const secrets = [
    credential.consumerSecret,
    credential.privateKey,
    ...seen.flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]),
  ].filter((secret) => secret !== undefined && secret.length >= shortest);
  const clean = (text: string): string =>
    secrets.reduce<string>((rest, secret) => rest.replaceAll(secret ?? '', '[secret]'), text);
  return checks.map((check) => ({ ...check, detail: clean(check.detail), actions: check.actions.map(clean) }));
};
