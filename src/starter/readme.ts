import type { ClientApp, Flow } from '../app/clientApp.js';
import { traitsOf, type Language } from './languages.js';
import type { StarterSetting } from './settings.js';

const flowTexts: Record<Flow, string> = {
  'authorization-code':
    'A person allows access in the browser (authorization code with PKCE and state). After that the program refreshes its token by itself.',
  'jwt-bearer':
    'The program signs in with its private key (JWT bearer). This flow gives no refresh token: when the API answers 401, the program signs in again.',
  'client-credentials':
    'The program signs in with its consumer secret (client credentials). This flow gives no refresh token: when the API answers 401, the program signs in again.',
};

/** How a language does what its own library has no means for. */
const notes: Partial<Record<`${Language} ${Flow}`, string>> = {
  'node authorization-code':
    "With the package `@napi-rs/keyring` (`npm install @napi-rs/keyring`) the refresh token is kept in the system's keychain. Without it, it's kept in memory and ends with the program.",
  'python authorization-code':
    "With the package `keyring` (`pip install keyring`) the refresh token is kept in the system's keychain. Without it, it's kept in memory and ends with the program.",
  'java authorization-code':
    "Java has no standard way into the system's keychain: the refresh token is kept in memory and ends with the program.",
  'bash authorization-code':
    "The refresh token is kept in the system's keychain: with `secret-tool` (package `libsecret-tools`) on Linux, with `security` on macOS. Without either, it's kept in memory and ends with the program.\n\nA shell can't wait for the browser. Copy the address of the page where the browser ended into the terminal, even if that page doesn't open.",
  'python jwt-bearer':
    "Python's own library can't sign with RSA. The program uses the package `cryptography` when it's installed, and the program `openssl` otherwise (not on Windows).",
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

const row = ({ name, description, isSecret, isRequired, default: fallback }: StarterSetting): string => {
  const otherwise = fallback === undefined ? (isRequired ? 'must be set' : '') : `\`${cell(fallback)}\``;
  return `| \`${name}\` | ${description}${isSecret ? ' (secret)' : ''} | ${otherwise} |`;
};

/** What a person needs to run the program. */
export const starterReadme = (
  { name, flow }: Pick<ClientApp, 'name' | 'flow'>,
  language: Language,
  settings: readonly StarterSetting[],
): string => {
  const { file, run, needs } = traitsOf[language];
  const note = notes[`${language} ${flow}`];
  return `# Starter client of ${name}

\`${file}\` gets an access token as ${name}, asks the org for its API versions, and runs a query. Take it as the beginning of your own program.

${flowTexts[flow]}
${note === undefined ? '' : `\n${note}\n`}
## Run it

It needs ${needs}.

    set -a; . ./.env; set +a
    ${run}

The program reads everything from its environment:

| variable | meaning | if not set |
| --- | --- | --- |
${settings.map(row).join('\n')}

Secrets belong in no argument and in no file that is committed: \`.env\` is ignored by git here. The secret store "env:<file>" of "sf clientapp" writes files with these names.

## What it takes care of

- Credentials go to https addresses only, except on this machine.
- A 401 means that the token ended: the program gets another one and asks once more. The answer of Salesforce has no \`expires_in\`.
- On 429 and 503 it waits, longer each time or for as long as \`Retry-After\` says (30 seconds at most), and gives up after five attempts.
- It follows no redirect, which would take the token to another server.
`;
};
