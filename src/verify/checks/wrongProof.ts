import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { requestRefresh } from '../../oauth/grants.js';
import type { Answer } from '../../oauth/answer.js';
import type { Token } from '../../oauth/token.js';
import { generateConsumerSecret } from '../../secrets/generate.js';
import { requestToken, withSecret } from '../requestToken.js';
import { fail, hold, pass, skip, tokenOf, type CheckDefinition, type Run, type Verdict } from '../run.js';
import { refusalText } from '../../oauth/answer.js';

/** No answer is no refusal. */
const isSilence = ({ error }: { error: string }): boolean => error === 'unreachable' || error === 'unusable-answer';

/** What must be refused: a refusal is a pass, a token a failure, and no answer neither. */
export const mustBeRefused = (
  run: Run,
  answer: Answer<Token>,
  { cause, evidence, actions }: { cause: string; evidence: string; actions: string[] },
): Verdict => {
  if (answer.ok) {
    hold(run, answer.value);
    return fail({ cause, evidence, actions });
  }
  if (isSilence(answer.refusal)) return skip(`the org gave no answer (${refusalText(answer.refusal)})`);
  return pass(`refused: ${refusalText(answer.refusal)}`);
};

const support = 'Ask Salesforce Support: the org takes whoever knows the consumer key for the app.';

const askWithWrongSecret = async (run: Run): Promise<Answer<Token> | string> => {
  const consumerSecret = generateConsumerSecret();
  if (run.flow === 'client-credentials') return requestToken(run, { consumerSecret });
  if (run.credential.consumerSecret === undefined) return 'the app has no secret: it is a public client';
  const refreshToken = run.refreshed?.refreshToken ?? tokenOf(run)?.refreshToken;
  if (refreshToken === undefined) return 'there is no refresh token to try it with';
  return requestRefresh(await withSecret(run, consumerSecret), refreshToken);
};

export const wrongSecretCheck: CheckDefinition = {
  id: 'wrong-secret',
  expectation: 'A wrong secret is refused',
  flows: ['client-credentials', 'authorization-code'],
  needsToken: true,
  run: async (run) => {
    const answer = await askWithWrongSecret(run);
    if (typeof answer === 'string') return skip(answer);
    return mustBeRefused(run, answer, {
      cause: 'wrong-secret-accepted',
      evidence: `The org gave ${run.app.name} a token for a secret that was made up just now.`,
      actions: [
        run.flow === 'authorization-code'
          ? 'Turn on "Require Secret for Refresh Token Flow" of the app; the manifest does so when it is deployed.'
          : support,
      ],
    });
  },
};

export const foreignKeyCheck: CheckDefinition = {
  id: 'foreign-key',
  expectation: 'An assertion signed with another key is refused',
  flows: ['jwt-bearer'],
  needsToken: true,
  run: async (run) => {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
    return mustBeRefused(run, await requestToken(run, { key: privateKey }), {
      cause: 'foreign-key-accepted',
      evidence: `The org gave ${run.app.name} a token for a signature of a key that was made up just now.`,
      actions: [support],
    });
  },
};
