import { Messages } from '@salesforce/core/messages';
import { objectAccesses } from '../app/clientApp.js';
import type { Registration } from '../app/clientApp.js';
import { parseIpRange } from '../app/ipRanges.js';
import { nameProblem } from '../app/names.js';
import { canonicalScope } from '../app/scopes.js';
import { flowProblem, scopeFamilyProblem } from '../manifest/checks.js';
import { defaultsFor, flowsOfModel } from '../manifest/defaults.js';
import { callbackProblem, emailProblem, scopeProblem, usernameProblem } from '../manifest/fields.js';
import type { CompleteAnswers } from './answers.js';
import { parseObjectAnswer } from './objectAnswer.js';
import { parseScopeAnswer } from './scopeAnswer.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.app');

/** A wider range (IPv4 /16, IPv6 /48) restricts hardly anybody; the audit has the same limit. */
const mostAddresses = { 4: 2n ** 16n, 6: 2n ** 80n };

const checkName = (name: string): void => {
  const problem = nameProblem(name);
  if (problem !== undefined) throw messages.createError('error.invalidName', [name, problem]);
};

const checkFlow = ({ model, flow, certificateFile }: CompleteAnswers): void => {
  const problem = flow && flowProblem(model, flow);
  if (problem !== undefined)
    throw messages.createError('error.flowNotPossible', [problem], [flowsOfModel[model].join(', ')]);
  if (certificateFile !== undefined && flow !== 'jwt-bearer') {
    throw messages.createError('error.certificateNotUsed', [flow ?? flowsOfModel[model][0]]);
  }
};

const checkScope = (answer: string, registration: Registration): void => {
  const { spelling } = parseScopeAnswer(answer);
  const unknown = scopeProblem(spelling);
  if (unknown !== undefined) throw messages.createError('error.unknownScope', [unknown]);
  const foreign = scopeFamilyProblem(spelling, registration);
  if (foreign !== undefined) throw messages.createError('error.scopeNotAvailable', [foreign]);
  if (canonicalScope(spelling) === 'full') throw messages.createError('error.scopeTooWide');
};

const checkCallbackUrl = (url: string): void => {
  const problem = callbackProblem(url);
  if (problem !== undefined) throw messages.createError('error.invalidCallbackUrl', [problem]);
};

const checkIpRange = (text: string): void => {
  const range = parseIpRange(text);
  if (!range) throw messages.createError('error.invalidIpRange', [text]);
  if (range.size > mostAddresses[range.family]) {
    throw messages.createError('error.ipRangeTooWide', [text, range.size.toLocaleString('en')]);
  }
};

const checkObject = (answer: string): void => {
  if (!parseObjectAnswer(answer))
    throw messages.createError('error.invalidObject', [answer], [objectAccesses.join(', ')]);
};

/** Checks one answer on its own: why it is refused, or true, as prompts want it. */
export const checkOne = {
  name: checkName,
  ownerEmail: (email: string): void => {
    const problem = emailProblem(email);
    if (problem !== undefined) throw messages.createError('error.invalidOwnerEmail', [problem]);
  },
  callbackUrl: checkCallbackUrl,
};

/** Throws a named error for the first answer that is refused. */
export const checkAnswers = (answers: CompleteAnswers): void => {
  checkName(answers.name);
  checkFlow(answers);
  checkOne.ownerEmail(answers.ownerEmail);
  const registration = answers.registration ?? defaultsFor(answers.model).registration.value;
  for (const scope of answers.scopes ?? []) checkScope(scope, registration);
  answers.callbackUrls?.forEach(checkCallbackUrl);
  answers.ipRanges?.forEach(checkIpRange);
  answers.objects?.forEach(checkObject);
  const problem = answers.integrationUser === undefined ? undefined : usernameProblem(answers.integrationUser);
  if (problem !== undefined) throw messages.createError('error.invalidIntegrationUser', [problem]);
};
