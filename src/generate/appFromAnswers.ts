import type { ClientApp } from '../app/clientApp.js';
import { complete } from '../manifest/complete.js';
import { flowsOfModel } from '../manifest/defaults.js';
import type { CompleteAnswers } from './answers.js';
import { objectsFromAnswers } from './objectAnswer.js';
import { scopesFromAnswers } from './scopeAnswer.js';

/** The app that checked answers describe, with the defaults for the rest. */
export const appFromAnswers = (answers: CompleteAnswers): ClientApp => {
  const flow = answers.flow ?? flowsOfModel[answers.model][0];
  return complete({
    name: answers.name,
    label: answers.label,
    description: answers.description,
    registration: answers.registration,
    model: answers.model,
    flow,
    owner: { email: answers.ownerEmail },
    scopes: scopesFromAnswers(answers, flow),
    callbackUrls: answers.callbackUrls,
    policies: { ipRanges: answers.ipRanges },
    identity: answers.integrationUser === undefined ? undefined : { user: answers.integrationUser },
    permissions: { objects: objectsFromAnswers(answers.objects ?? []) },
    credentials: answers.certificateFile === undefined ? undefined : { certificateFile: answers.certificateFile },
  });
};
