import type { ClientApp, Flow, IntegrationModel } from '../app/clientApp.js';
import { callbackKind } from '../app/callbackUrls.js';
import type { Fact, InventoryApp } from '../inventory/types.js';
import { defaultsFor } from '../manifest/defaults.js';

const valueOf = <T>(fact: Fact<T>): T | undefined => (fact.known ? fact.value : undefined);

/** How the app gets its tokens, by what is switched on: a connected app has no switch for the code flow. */
const flowOf = ({ clientCredentials: { settings, policy }, certificate, callbackUrls }: InventoryApp): Flow => {
  if (valueOf(settings) === true && valueOf(policy) !== false) return 'client-credentials';
  const hasCertificate = valueOf(certificate) !== undefined;
  return hasCertificate && (valueOf(callbackUrls) ?? []).length === 0 ? 'jwt-bearer' : 'authorization-code';
};

/** What kind of program it is, by where users are sent back to. */
const modelOf = ({ callbackUrls }: InventoryApp, flow: Flow): IntegrationModel => {
  if (flow !== 'authorization-code') return 'backend';
  const kinds = new Set((valueOf(callbackUrls) ?? []).map(({ value }) => callbackKind(value)));
  if (kinds.has('custom-scheme')) return 'mobile';
  return kinds.size === 1 && kinds.has('loopback') ? 'cli' : 'web';
};

/** Stands where only a person knows the answer. */
export const todo = (question: string): string => `TODO: ${question}`;

/** A client app as source or an org shows it, in the words of a manifest; what nobody can read has the model's default. */
export const describeClientApp = (app: InventoryApp): ClientApp => {
  const flow = flowOf(app);
  const model = modelOf(app, flow);
  const { policies, store, rotateEveryDays, reviewEveryDays } = defaultsFor(model, flow);
  const runAs = valueOf(app.clientCredentials.runAsUser);
  const timeoutMinutes = valueOf(app.sessionTimeoutMinutes) ?? policies.session.value.timeoutMinutes;
  return {
    name: app.name,
    label: app.label ?? app.name,
    description: valueOf(app.description) ?? todo('say what the app does'),
    registration: app.registration,
    model,
    flow,
    owner: { email: valueOf(app.contactEmail) ?? 'todo@example.invalid' },
    criticality: 'medium',
    scopes: Object.fromEntries((valueOf(app.scopes) ?? []).map(({ value }) => [value, todo('say why')])),
    callbackUrls: (valueOf(app.callbackUrls) ?? []).map(({ value }) => value),
    policies: {
      permittedUsers: valueOf(app.permittedUsers) ?? policies.permittedUsers.value,
      ipRelaxation: valueOf(app.ipRelaxation) ?? policies.ipRelaxation.value,
      ipRanges: (valueOf(app.ipRanges) ?? []).map(({ start, end }) => (start === end ? start : `${start}-${end}`)),
      refreshToken: valueOf(app.refreshToken) ?? policies.refreshToken.value,
      session: { timeoutMinutes, level: policies.session.value.level },
    },
    identity: runAs === undefined ? {} : { user: runAs },
    permissions: { objects: {}, fields: {}, apexClasses: [], userPermissions: [] },
    credentials: { store: store.value, rotateEveryDays: rotateEveryDays.value },
    review: { everyDays: reviewEveryDays.value },
  };
};
