import { Messages } from '@salesforce/core/messages';
import { integrationModels } from '../app/clientApp.js';
import type { IntegrationModel } from '../app/clientApp.js';
import type { Answers } from './answers.js';
import { checkOne } from './checkAnswers.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.app');

type Choice<T> = { name: string; value: T; description: string };

/** How a person is asked. */
export type Asker = {
  select: <T>(question: { message: string; choices: Array<Choice<T>> }) => Promise<T>;
  input: (question: {
    message: string;
    default?: string;
    validate?: (text: string) => string | true;
  }) => Promise<string>;
};

export const terminalAsker: Asker = {
  select: async (question) => (await import('@inquirer/select')).default(question),
  input: async (question) => (await import('@inquirer/input')).default(question),
};

const meanings: Record<IntegrationModel, string> = {
  web: messages.getMessage('prompt.model.web'),
  mobile: messages.getMessage('prompt.model.mobile'),
  backend: messages.getMessage('prompt.model.backend'),
  cli: messages.getMessage('prompt.model.cli'),
};

const accepts =
  (check: (text: string) => void) =>
  (text: string): string | true => {
    try {
      check(text);
      return true;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

/** Asks for what is missing, the model first because the rest follows from it. */
export const askMissing = async (given: Answers, asker: Asker = terminalAsker): Promise<Answers> => {
  const model =
    given.model ??
    (await asker.select({
      message: messages.getMessage('prompt.model'),
      choices: integrationModels.map((value) => ({ name: value, value, description: meanings[value] })),
    }));
  const name =
    given.name ??
    (await asker.input({ message: messages.getMessage('prompt.name'), validate: accepts(checkOne.name) }));
  const description = given.description ?? (await asker.input({ message: messages.getMessage('prompt.description') }));
  const ownerEmail =
    given.ownerEmail ??
    (await asker.input({ message: messages.getMessage('prompt.ownerEmail'), validate: accepts(checkOne.ownerEmail) }));
  const needsCallback = (model === 'web' || model === 'mobile') && !given.callbackUrls?.length;
  const callbackUrls = needsCallback
    ? [
        await asker.input({
          message: messages.getMessage('prompt.callbackUrl'),
          validate: accepts(checkOne.callbackUrl),
        }),
      ]
    : given.callbackUrls;
  return { ...given, model, name, description: description.trim() || undefined, ownerEmail, callbackUrls };
};
