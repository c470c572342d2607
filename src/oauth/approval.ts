import { callbackKind } from '../app/callbackUrls.js';
import { ApprovalError } from './approvalError.js';
import { isAnswerTo, type Authorization } from './authorize.js';
import { listenForCallback } from './callbackListener.js';

/** How a person is brought to the approval page, and how the answer comes back where nobody can listen. */
export type Interaction = {
  /** Opens a browser, or prints the address. */
  present: (url: string) => Promise<void>;
  /** Asks for the address that the browser ended at; absent where nobody can be asked. */
  paste?: ((callbackUrl: string) => Promise<string | undefined>) | undefined;
  timeoutMs: number;
};

const giveUpAfter = async <T>(answered: Promise<T>, timeoutMs: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    const text = `no answer in ${Math.round(timeoutMs / 1000)} seconds`;
    timer = setTimeout(() => fail(new ApprovalError('timed-out', text)), timeoutMs);
  });
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
};

const pasted = async (authorization: Authorization, { paste, timeoutMs }: Interaction): Promise<URL> => {
  const { callbackUrl } = authorization;
  const text = (await giveUpAfter(paste?.(callbackUrl) ?? Promise.resolve(undefined), timeoutMs))?.trim();
  if (!text) throw new ApprovalError('nobody-to-ask', `nothing was pasted for ${callbackUrl}`);
  if (!URL.canParse(text)) throw new ApprovalError('not-an-address', 'what was pasted is no address');
  const answered = new URL(text);
  if (!isAnswerTo(authorization, answered))
    throw new ApprovalError('state-mismatch', 'the pasted address has a state that is not ours');
  return answered;
};

/**
 * Sends a person to the approval page and waits for where the browser ends.
 * @throws ApprovalError with the problem by name
 */
export const awaitApproval = async (authorization: Authorization, interaction: Interaction): Promise<URL> => {
  const { callbackUrl, url } = authorization;
  if (callbackKind(callbackUrl) !== 'loopback') {
    if (!interaction.paste)
      throw new ApprovalError(
        'nobody-to-ask',
        `${callbackUrl} is not on this machine, and nobody can paste the answer`,
      );
    await interaction.present(url.href);
    return pasted(authorization, interaction);
  }
  const listener = await listenForCallback(callbackUrl, (answered) => isAnswerTo(authorization, answered));
  try {
    await interaction.present(url.href);
    return await giveUpAfter(listener.answered, interaction.timeoutMs);
  } finally {
    listener.close();
  }
};
