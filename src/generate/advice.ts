import { Messages } from '@salesforce/core/messages';
import { callbackKind } from '../app/callbackUrls.js';
import type { CallbackKind } from '../app/callbackUrls.js';
import type { ClientApp, IntegrationModel } from '../app/clientApp.js';
import type { PlacedFile } from './placeFile.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.app');

export type Advice = { warnings: string[]; nextSteps: string[] };

type Outcome = {
  app: ClientApp;
  manifest: string;
  files: readonly PlacedFile[];
  /** Registrations of the same name that are not among the files. */
  leftovers: readonly string[];
  dryRun: boolean;
};

const usualCallbacks: Record<IntegrationModel, readonly CallbackKind[]> = {
  web: ['https'],
  mobile: ['https', 'custom-scheme'],
  backend: [],
  cli: ['loopback'],
};

const pageScopes = ['web', 'visualforce', 'lightning'];

const lacksCertificate = ({ flow, credentials }: ClientApp): boolean =>
  flow === 'jwt-bearer' && credentials.certificateFile === undefined;

const lacksUser = ({ flow, identity }: ClientApp): boolean =>
  flow !== 'authorization-code' && identity.user === undefined;

const scopeWarnings = ({ scopes, flow }: ClientApp): string[] => {
  const unattended = flow !== 'authorization-code';
  const useless = Object.keys(scopes).filter(
    (scope) =>
      (unattended && pageScopes.includes(scope)) || (flow === 'client-credentials' && scope === 'refresh_token'),
  );
  return [
    ...('full' in scopes ? [messages.getMessage('warning.fullScope')] : []),
    ...(flow === 'jwt-bearer' && !('refresh_token' in scopes)
      ? [messages.getMessage('warning.jwtNeedsRefreshToken')]
      : []),
    ...useless.map((scope) => messages.getMessage('warning.uselessScope', [scope, flow])),
  ];
};

const callbackWarnings = ({ model, flow, callbackUrls }: ClientApp): string[] => {
  if (flow !== 'authorization-code') {
    return callbackUrls.length > 0 ? [messages.getMessage('warning.callbackNotUsed', [flow])] : [];
  }
  return callbackUrls
    .filter((url) => !usualCallbacks[model].includes(callbackKind(url)))
    .map((url) => messages.getMessage('warning.unusualCallback', [url, model, usualCallbacks[model].join(' or ')]));
};

const broadObjects = ({ permissions }: ClientApp): string[] =>
  Object.entries(permissions.objects)
    .filter(([, accesses]) => accesses.includes('view-all') || accesses.includes('modify-all'))
    .map(([object]) => messages.getMessage('warning.broadObject', [object]));

const warningsOf = ({ app, manifest, files, leftovers }: Outcome): string[] => [
  ...(lacksCertificate(app) ? [messages.getMessage('warning.noCertificate')] : []),
  ...(lacksUser(app) ? [messages.getMessage('warning.noUser', [app.flow, manifest])] : []),
  ...(app.model === 'backend' && app.policies.ipRanges.length === 0 ? [messages.getMessage('warning.noIpRanges')] : []),
  ...scopeWarnings(app),
  ...callbackWarnings(app),
  ...broadObjects(app),
  ...leftovers.map((file) => messages.getMessage('warning.leftover', [file, app.name])),
  ...files
    .filter(({ state }) => state === 'kept')
    .map(({ path, differences }) =>
      differences.length > 0
        ? messages.getMessage('warning.kept', [path, differences.join(', ')])
        : messages.getMessage('warning.keptLayout', [path]),
    ),
];

const nextStepsOf = ({ app, manifest, dryRun }: Outcome): string[] => {
  const { name, flow, registration, identity } = app;
  return [
    ...(dryRun ? [messages.getMessage('next.dryRun')] : []),
    messages.getMessage('next.review', [manifest]),
    ...(lacksCertificate(app) ? [messages.getMessage('next.certificate', [name])] : []),
    ...(lacksUser(app) ? [messages.getMessage('next.identity', [manifest])] : []),
    ...(flow !== 'authorization-code' ? [messages.getMessage('next.createUser', [name])] : []),
    messages.getMessage('next.deploy', [name]),
    ...(registration === 'connected-app' ? [messages.getMessage('next.connectedApp')] : []),
    ...(registration === 'connected-app' && flow === 'client-credentials' && identity.user !== undefined
      ? [messages.getMessage('next.connectedAppUser')]
      : []),
    messages.getMessage('next.verify', [name]),
  ];
};

/** What is worth a warning about an app that was generated, and what to do next. */
export const adviceFor = (outcome: Outcome): Advice => ({
  warnings: warningsOf(outcome),
  nextSteps: nextStepsOf(outcome),
});
