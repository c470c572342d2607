import { isPublicClient, usesSecret } from '../app/clientApp.js';
import type { ClientApp, Flow, IntegrationModel, Policies, Registration } from '../app/clientApp.js';
import { flowText } from './flowText.js';

/** Something that was decided for the user, and why. */
export type Decision = { what: string; value: string; why: string };

type Default<T> = { value: T; why: string };

/** What a manifest means when it leaves something out, with the reason for each. */
export type Defaults = {
  registration: Default<Registration>;
  flow: Default<Flow>;
  /** OAuth scope: the reason that the manifest then gives. */
  scopes: Record<string, Default<string>>;
  callbackUrls: Default<string[]>;
  policies: { [Key in keyof Policies]: Default<Policies[Key]> };
  store: Default<string>;
  rotateEveryDays: Default<number>;
  reviewEveryDays: Default<number>;
};

/** The flows that suit each model; the first is its default. */
export const flowsOfModel: Record<IntegrationModel, readonly [Flow, ...Flow[]]> = {
  web: ['authorization-code'],
  mobile: ['authorization-code'],
  backend: ['client-credentials', 'jwt-bearer'],
  cli: ['authorization-code', 'jwt-bearer'],
};

/** Where "sf org login web" listens: what a command-line program on this machine can answer at. */
const cliCallbackUrl = 'http://localhost:1717/OauthRedirect';

const flowReasons: Record<IntegrationModel, string> = {
  web: 'A person signs in at Salesforce and the server exchanges the code',
  mobile: 'A person signs in at Salesforce; with PKCE no secret has to live in the app',
  backend: 'Nobody is there to sign in; jwt-bearer is the choice when a key pair suits better than a secret',
  cli: 'A person signs in with the browser; jwt-bearer is the choice for CI',
};

const refreshScope: Record<Flow, Default<string> | undefined> = {
  'authorization-code': {
    value: 'Keeps the user signed in',
    why: 'Without it people sign in again whenever the session ends',
  },
  'jwt-bearer': {
    value: 'Required by the JWT bearer flow, which never receives a refresh token',
    why: 'Salesforce refuses JWT bearer for apps without it, although no refresh token is ever given',
  },
  'client-credentials': undefined,
};

export const defaultsFor = (model: IntegrationModel, flow: Flow = flowsOfModel[model][0]): Defaults => {
  const refresh = refreshScope[flow];
  const isCli = model === 'cli';
  return {
    registration: {
      value: 'external-client-app',
      why: 'Orgs refuse new Connected Apps since Spring 2026 unless Salesforce Support allowed them',
    },
    flow: { value: flowsOfModel[model][0], why: flowReasons[model] },
    scopes: {
      api: {
        value: 'Calls the REST, SOAP and Bulk APIs',
        why: 'The least that lets a program call the API; never "full"',
      },
      ...(refresh && { refresh_token: refresh }),
    },
    callbackUrls:
      isCli && flow === 'authorization-code'
        ? { value: [cliCallbackUrl], why: 'Only this machine can answer on a loopback address' }
        : { value: [], why: 'Only the authorization-code flow sends a user back' },
    policies: {
      permittedUsers: { value: 'admin-approved', why: 'Only holders of the permission set may use the app' },
      ipRelaxation: { value: 'enforce', why: 'A stolen token is worth nothing from another address' },
      ipRanges: { value: [], why: 'Nobody said where the app calls from' },
      refreshToken: { value: { rule: 'inactivity', days: 30 }, why: 'Access ends by itself when the app falls silent' },
      session: {
        value: { timeoutMinutes: isCli ? 15 : 120, level: 'standard' },
        why: isCli
          ? 'Tokens on laptops leak most easily, so they live shortest'
          : 'A leaked access token is of use for two hours at most',
      },
    },
    store: { value: 'sf', why: "Encrypted with sf's own key, beside its own files" },
    rotateEveryDays: { value: 180, why: 'Twice as often as the yearly minimum for production' },
    reviewEveryDays: { value: 365, why: 'Access that nobody confirmed for a year is access that nobody owns' },
  };
};

/** What follows from model and flow and cannot be chosen in the manifest. */
const consequences = (app: ClientApp): Decision[] => [
  isPublicClient(app)
    ? { what: 'clientSecret', value: 'none', why: 'A program on a device or laptop cannot keep a secret' }
    : usesSecret(app)
      ? { what: 'clientSecret', value: 'required', why: 'Only the holder of the secret gets tokens' }
      : { what: 'clientSecret', value: 'none', why: 'The program signs with its private key instead' },
  ...(app.flow === 'authorization-code'
    ? [
        { what: 'pkce', value: 'required', why: 'A stolen authorization code is of no use' },
        {
          what: 'refreshTokenRotation',
          value: 'on',
          why: 'Each refresh token works once, so a copied one gives itself away',
        },
      ]
    : []),
];

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return value.length > 0 ? value.join(', ') : 'none';
  if (typeof value === 'object' && value !== null) return flowText(value);
  return String(value);
};

/** The defaults that this app has, whoever chose them, each with its reason. */
export const decisionsOf = (app: ClientApp): Decision[] => {
  const { scopes, policies, ...rest } = defaultsFor(app.model, app.flow);
  const candidates: Array<[what: string, chosen: unknown, Default<unknown>]> = [
    ['registration', app.registration, rest.registration],
    ['flow', app.flow, rest.flow],
    ...Object.entries(scopes).map(([scope, { why }]): [string, unknown, Default<unknown>] => [
      `scopes.${scope}`,
      scope in app.scopes ? scope : undefined,
      { value: scope, why },
    ]),
    ...(app.flow === 'authorization-code'
      ? [['callbackUrls', app.callbackUrls, rest.callbackUrls] as [string, unknown, Default<unknown>]]
      : []),
    ['policies.permittedUsers', app.policies.permittedUsers, policies.permittedUsers],
    ['policies.ipRelaxation', app.policies.ipRelaxation, policies.ipRelaxation],
    ['policies.refreshToken', app.policies.refreshToken, policies.refreshToken],
    ['policies.session', app.policies.session, policies.session],
    ['credentials.store', app.credentials.store, rest.store],
    ['credentials.rotateEveryDays', app.credentials.rotateEveryDays, rest.rotateEveryDays],
    ['review.everyDays', app.review.everyDays, rest.reviewEveryDays],
  ];
  return [
    ...candidates
      .filter(([, chosen, fallback]) => JSON.stringify(chosen) === JSON.stringify(fallback.value))
      .map(([what, , { value, why }]) => ({ what, value: shown(value), why })),
    ...consequences(app),
  ];
};
