import type { Flow, IntegrationModel, Registration } from '../app/clientApp.js';

/** What someone said about a new app, with flags or at a prompt; not checked yet. */
export type Answers = {
  name?: string | undefined;
  model?: IntegrationModel | undefined;
  flow?: Flow | undefined;
  registration?: Registration | undefined;
  label?: string | undefined;
  description?: string | undefined;
  ownerEmail?: string | undefined;
  /** `scope` or `scope=reason`. */
  scopes?: string[] | undefined;
  callbackUrls?: string[] | undefined;
  ipRanges?: string[] | undefined;
  integrationUser?: string | undefined;
  /** `Order:read,create,edit`. */
  objects?: string[] | undefined;
  /** Relative to the project's root. */
  certificateFile?: string | undefined;
};

/** Answers with what no default can stand in for. */
export type CompleteAnswers = Answers & { name: string; model: IntegrationModel; ownerEmail: string };

/** The flags that are still needed, in the order in which they are asked for. */
export const missingFlags = ({ model, name, ownerEmail, callbackUrls = [] }: Answers): string[] => [
  ...(model === undefined ? ['--model'] : []),
  ...(name === undefined ? ['--name'] : []),
  ...(ownerEmail === undefined ? ['--owner-email'] : []),
  ...((model === 'web' || model === 'mobile') && callbackUrls.length === 0 ? ['--callback-url'] : []),
];

export const isComplete = (answers: Answers): answers is CompleteAnswers => missingFlags(answers).length === 0;
