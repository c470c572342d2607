import type { SecretSighting } from '../types.js';
import { mayHoldSecret, secretPatterns, unquotedSecret, type SecretPattern } from './secretPatterns.js';

const settingsFile =
  /(?:^|[./])(?:env(?:\.[\w-]+)?|envrc|properties|ya?ml|ini|toml|cfg|conf|config|txt|sh|bash|zsh|ps1|bat|cmd|tfvars|netrc)$/i;

const placeOf = (text: string, offset: number): { startLine: number; startColumn: number } => {
  let startLine = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < offset; next = text.indexOf('\n', lineStart)) {
    startLine += 1;
    lineStart = next + 1;
  }
  return { startLine, startColumn: offset - lineStart + 1 };
};

const matchesOf = ({ pattern, isSecret }: SecretPattern, text: string): number[] =>
  [...text.matchAll(pattern)]
    .filter(([, value]) => value !== undefined && isSecret(value))
    .map(({ index, 0: whole }) => index + (whole.length - whole.trimStart().length));

/** Where one file holds a secret, never which: the value does not leave this function. */
export const secretSightings = (text: string, file: string, trackedByGit: boolean | undefined): SecretSighting[] => {
  if (!mayHoldSecret(text)) return [];
  const patterns = settingsFile.test(file) ? [...secretPatterns, unquotedSecret] : secretPatterns;
  const seen = new Map<string, SecretSighting>();
  for (const pattern of patterns) {
    for (const offset of matchesOf(pattern, text)) {
      const at = { file, ...placeOf(text, offset) };
      const key = `${pattern.kind} ${at.startLine}`;
      if (!seen.has(key)) seen.set(key, { value: { kind: pattern.kind }, at, trackedByGit });
    }
  }
  // The refresh token inside an authentication URL is the same secret.
  const isPartOfUrl = ({ value, at }: SecretSighting): boolean =>
    value.kind === 'refresh-token' && seen.has(`sfdx-auth-url ${at.startLine}`);
  const sightings = [...seen.values()].filter((sighting) => !isPartOfUrl(sighting));
  return sightings.sort((a, b) => a.at.startLine - b.at.startLine || a.at.startColumn - b.at.startColumn);
};
