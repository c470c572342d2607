/** What every pattern below begins with or has in it, in letters as they are written: the look that is made most often. */
const hint = /00D|5Aep|PRIVATE|force:|eyJ|[Bb][Ee][Aa][Rr][Ee][Rr]|[=:]|[0-9A-F]{32}/;

/** One cheap look that nearly every text fails; many speak of secrets and tokens, few write anything behind the word. */
const suspicious =
  /00D[A-Za-z0-9]{12}|5Aep861|PRIVATE KEY|force:\/\/|eyJ|bearer\s|[0-9A-F]{64}|(?:secret|password|token|assertion|verifier)["'`]?\s{0,4}[=:]/i;

const label = (kind: string): string => `[${kind} removed]`;

const patterns: ReadonlyArray<[RegExp, string]> = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, label('private key')],
  [/force:\/\/[^\s"'<>]+/g, label('auth URL')],
  // Session ids and access tokens: the org's id, an exclamation mark, and the token.
  [/00D[A-Za-z0-9]{12,15}(?:!|%21)[\w.%-]+/g, label('access token')],
  [/5Aep861[\w.!%-]+/g, label('refresh token')],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, label('JWT')],
  [/\bBearer\s+[\w.!~+/%-]{8,}=*/gi, `Bearer ${label('token')}`],
  // A consumer secret of today; fingerprints are written small.
  [/\b[0-9A-F]{64}\b/g, label('secret')],
  // What stands behind a name that says so, in a form, a query, JSON or a file of settings; words without a digit are none.
  [
    /\b((?:client|consumer)[_-]?secret|password|(?:access|refresh|delete|request)[_-]?token|client_assertion|code_verifier)(["'`]?\s{0,4}[=:]\s{0,4}["'`]?)(?=[A-Za-z.!~+/%=_-]{0,200}\d)[\w.!~+/%=-]{8,}/gi,
    `$1$2${label('secret')}`,
  ],
];

/**
 * Takes whatever looks like a secret out of a text that people will see. Rules quote no secrets; this is the second net
 * under text that files, orgs and errors bring along.
 */
export const redact = (text: string): string =>
  hint.test(text) && suspicious.test(text)
    ? patterns.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text)
    : text;
