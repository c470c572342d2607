import type { InventoryApp } from '../../inventory/types.js';
import { eachOauthApp, finding, notEvaluated, withFact } from '../outcomes.js';
import type { Outcome, Rule } from '../rule.js';

const clientCredentials = (app: InventoryApp): Outcome[] => {
  const { settings, policy, runAsUser } = app.clientCredentials;
  const on = [settings, policy].filter((fact) => fact.known && fact.value);
  const [first] = on;
  if (!first?.known) return [];
  const location = first.at && { location: first.at };

  const bothSides: Outcome[] = [settings, policy].flatMap((fact, index): Outcome[] => {
    if (!fact.known) return [notEvaluated(app, fact.reason)];
    if (fact.value) return [];
    const [off, other] = index === 0 ? ['settings', 'policies'] : ['policies', 'settings'];
    return [
      finding(app, {
        subject: 'client-credentials: switch',
        message: `Client credentials of ${app.name} cannot work: they are on in its ${other} and off in its ${off}.`,
        evidence: `isClientCredentialsFlowEnabled is true in the ${other} and false in the ${off}`,
        ...(fact.at ? { location: fact.at } : location),
      }),
    ];
  });
  const user = withFact(app, runAsUser, (username) =>
    username
      ? []
      : [
          finding(app, {
            subject: 'client-credentials: user',
            message: `Client credentials of ${app.name} cannot work: no run-as user is named.`,
            evidence: 'client credentials are on, without a run-as user',
            ...location,
          }),
        ],
  );
  return [...bothSides, ...user];
};

/** A certificate is what turns JWT bearer on; only the manifest can say that the flow is wanted. */
const jwtBearer = (app: InventoryApp): Outcome[] => {
  const declared = app.manifest?.app?.flow;
  const wanted = declared === 'jwt-bearer';
  if (declared && !wanted) return [];
  if (!app.certificate.known) return wanted ? [notEvaluated(app, app.certificate.reason)] : [];
  const { value: certificate, at } = app.certificate;
  if (!certificate) {
    if (!wanted) return [];
    return [
      finding(app, {
        subject: 'jwt-bearer: certificate',
        message: `JWT bearer of ${app.name} cannot work: the app has no certificate, though its manifest names that flow.`,
        evidence: 'the manifest says jwt-bearer, and there is no certificate',
      }),
    ];
  }
  return withFact(app, app.scopes, (scopes) =>
    scopes.some(({ value }) => value === 'refresh_token')
      ? []
      : [
          finding(app, {
            subject: 'jwt-bearer: refresh_token',
            message: `JWT bearer of ${app.name} cannot work: Salesforce wants the refresh_token scope for it, though no refresh token is ever issued.`,
            evidence: 'the app has a certificate and no refresh_token scope',
            location: at,
            // The certificate may serve another purpose, such as SAML bearer.
            ...(!wanted && { confidence: 'medium' as const }),
          }),
        ],
  );
};

const codeFlow = (app: InventoryApp): Outcome[] => {
  const { settings, policy } = app.clientCredentials;
  const otherFlow =
    [settings, policy].some((fact) => fact.known && fact.value) ||
    (app.certificate.known && app.certificate.value !== undefined) ||
    (app.deviceFlow.known && app.deviceFlow.value);
  const wanted = app.manifest?.app?.flow === 'authorization-code';
  if (!wanted && (otherFlow || app.manifest?.app)) return [];
  return withFact(app, app.callbackUrls, (urls) => {
    if (urls.length > 0) return [];
    const unclear = wanted ? undefined : [settings, app.certificate].find((fact) => !fact.known);
    if (unclear && !unclear.known) return [notEvaluated(app, unclear.reason)];
    return [
      finding(app, {
        subject: 'authorization-code: callback',
        message: `The code flow of ${app.name} cannot work: the app has no callback URL, and no other flow is set up.`,
        evidence: 'no callbackUrl, no certificate, client credentials off',
      }),
    ];
  });
};

export const flowWithoutPrerequisite: Rule = {
  id: 'flow-without-prerequisite',
  title: 'A flow lacks what it needs',
  severity: 3,
  modes: ['source'],
  tags: ['source-control', 'flows'],
  description:
    'Each flow needs its parts: client credentials a switch in both files and a run-as user, JWT bearer a certificate and the refresh_token scope, the code flow a callback. ' +
    'The platform deploys an app without them, and the error comes at the first login.',
  evidence:
    'The switches and users of client credentials, certificate, scopes and callbacks of the app, and the flow of its ' +
    'manifest.',
  confidence:
    'Medium for a certificate without the refresh_token scope where no manifest names the flow: it may serve another ' +
    'purpose.',
  exceptions:
    'Parts of flows that the app does not use: a certificate without client credentials, or client credentials without a callback.',
  remedy:
    'Add what the message names: isClientCredentialsFlowEnabled in settings and policies, clientCredentialsFlowUser (oauthClientCredentialUser), certificate, RefreshToken or callbackUrl.',
  references: [],
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) =>
      app.origin.kind === 'source' ? [...clientCredentials(app), ...jwtBearer(app), ...codeFlow(app)] : [],
    ),
};
