import type { ClientApp, Flow, Permissions, SessionLevel } from '../app/clientApp.js';
import type { Fact, InventoryApp } from '../inventory/types.js';
import { defaultsFor, type Defaults } from '../manifest/defaults.js';
import { emailProblem, usernameProblem } from '../manifest/fields.js';
import {
  acceptableCallbacks,
  acceptableRanges,
  acceptableRefreshToken,
  acceptableScopes,
  textWithin,
} from './acceptable.js';
import { inferFlow, settledFlow, type InferredFlow } from './inferFlow.js';

/** What is known of an app besides the facts of the inventory. */
export type Knowledge = {
  /** The manifest that is there; it says what only a person knows. */
  existing?: ClientApp | undefined;
  /** The files are as "generate app" made them: what they leave open had the default. */
  generated?: boolean | undefined;
  sessionLevel?: SessionLevel | undefined;
  /** What the data permission set grants; undefined when it was not read. */
  permissions?: Permissions | undefined;
  /** File of the project that holds the app's certificate. */
  certificateFile?: string | undefined;
};

export type Description = {
  app: ClientApp;
  /** What flow and model rest on. */
  reasons: string[];
  /** What a person must still say, each beginning with its place in the manifest. */
  todo: string[];
};

/** Stands where only a person knows the answer. */
const todoText = (question: string): string => `TODO: ${question}`;

/** Names under `.invalid` never resolve (RFC 2606): nobody receives mail or codes there. */
const todoEmail = 'todo@todo.invalid';
const todoCallback = 'https://todo.invalid/callback';

/** One part of a description, with what is left for a person. */
type Said<T> = { value: T; todo: string[] };

const said = <T>(value: T, ...todo: string[]): Said<T> => ({ value, todo });

const textOf = (fact: Fact<string | undefined>): string | undefined => (fact.known ? fact.value?.trim() : undefined);

const asReason = (fact: Fact<unknown>, otherwise: string): string => (fact.known ? otherwise : fact.reason);

const isTodo = (text: string | undefined): boolean => text?.startsWith('TODO') ?? false;

/** The fact; where nobody tells it what the manifest says, or else the model's default, which a person should confirm. */
const orElse = <T>(place: string, fact: Fact<T>, declared: T | undefined, byDefault: T): Said<T> => {
  if (fact.known) return said(fact.value);
  if (declared !== undefined) return said(declared);
  return said(byDefault, `${place}: ${fact.reason}; what stands there is the default`);
};

const describeOwner = (app: InventoryApp, existing: ClientApp | undefined): Said<ClientApp['owner']> => {
  const contact = textOf(app.contactEmail);
  const usable = contact !== undefined && emailProblem(contact) === undefined ? contact : undefined;
  const email = usable ?? existing?.owner.email;
  const owner = {
    ...(existing?.owner.name === undefined ? {} : { name: existing.owner.name }),
    email: email ?? todoEmail,
  };
  if (email !== undefined && email !== todoEmail) return said(owner);
  return said(
    owner,
    `owner.email: say who answers for the app (${asReason(app.contactEmail, 'it has no contact e-mail')})`,
  );
};

const describeDescription = (app: InventoryApp, existing: ClientApp | undefined): Said<string> => {
  const text =
    textWithin(textOf(app.description) ?? '', 255) ?? existing?.description ?? todoText('say what the app does');
  return isTodo(text) ? said(text, 'description: say what the app does') : said(text);
};

const describeScopes = (
  app: InventoryApp,
  flow: Flow,
  { existing, generated = false }: Knowledge,
  defaults: Defaults,
): Said<ClientApp['scopes']> => {
  if (!app.scopes.known) {
    const place = `scopes: ${app.scopes.reason}`;
    return existing ? said(existing.scopes) : said({ api: todoText('say whether the app needs it, and why') }, place);
  }
  const scopes = acceptableScopes(
    app.scopes.value.map(({ value }) => value),
    app.registration,
  );
  const reasonOf = (scope: string): string => {
    const platform = flow === 'jwt-bearer' && scope === 'refresh_token';
    const usual = generated || platform ? defaults.scopes[scope]?.value : undefined;
    return existing?.scopes[scope] ?? usual ?? todoText('say why the app needs it');
  };
  const reasons = scopes.map((scope): [string, string] => [scope, reasonOf(scope)]);
  const open = reasons.filter(
    ([scope, reason]) => isTodo(reason) || (!existing && reason === defaults.scopes[scope]?.value && scope === 'api'),
  );
  return said(Object.fromEntries(reasons), ...open.map(([scope]) => `scopes.${scope}: say why the app needs it`));
};

const describeCallbacks = (app: InventoryApp, flow: Flow, existing: ClientApp | undefined): Said<string[]> => {
  if (flow !== 'authorization-code') return said([]);
  if (!app.callbackUrls.known && existing) return said(existing.callbackUrls);
  const urls = acceptableCallbacks(app.callbackUrls.known ? app.callbackUrls.value.map(({ value }) => value) : []);
  if (urls.length > 0) return said(urls);
  const reason = asReason(app.callbackUrls, 'it has none that a manifest may have');
  return said([todoCallback], `callbackUrls: say where the org sends the user back (${reason})`);
};

const describeSession = (
  app: InventoryApp,
  { existing, sessionLevel }: Knowledge,
  { policies: { session } }: Defaults,
): Said<ClientApp['policies']['session']> => {
  const level = sessionLevel ?? existing?.policies.session.level ?? session.value.level;
  const minutes = app.sessionTimeoutMinutes;
  const usual = existing?.policies.session.timeoutMinutes ?? session.value.timeoutMinutes;
  if (minutes.known && minutes.value !== undefined && minutes.value >= 1 && minutes.value <= 1440)
    return said({ timeoutMinutes: minutes.value, level });
  if (existing) return said({ timeoutMinutes: usual, level });
  const reason = asReason(minutes, 'the app leaves it to profile and org');
  return said(
    { timeoutMinutes: usual, level },
    `policies.session.timeoutMinutes: ${reason}; what stands there is the default`,
  );
};

const describePolicies = (app: InventoryApp, knowledge: Knowledge, defaults: Defaults): Said<ClientApp['policies']> => {
  const declared = knowledge.existing?.policies;
  const { policies } = defaults;
  const permittedUsers = orElse(
    'policies.permittedUsers',
    app.permittedUsers,
    declared?.permittedUsers,
    policies.permittedUsers.value,
  );
  const ipRelaxation = orElse(
    'policies.ipRelaxation',
    app.ipRelaxation,
    declared?.ipRelaxation,
    policies.ipRelaxation.value,
  );
  const refreshToken = orElse(
    'policies.refreshToken',
    acceptableRefreshToken(app.refreshToken),
    declared?.refreshToken,
    policies.refreshToken.value,
  );
  const ranges: Fact<string[]> = app.ipRanges.known
    ? { known: true, value: acceptableRanges(app.ipRanges.value) }
    : app.ipRanges;
  const ipRanges = orElse('policies.ipRanges', ranges, declared?.ipRanges, policies.ipRanges.value);
  const session = describeSession(app, knowledge, defaults);
  return said(
    {
      permittedUsers: permittedUsers.value,
      ipRelaxation: ipRelaxation.value,
      ipRanges: ipRanges.value,
      refreshToken: refreshToken.value,
      session: session.value,
    },
    ...[permittedUsers, ipRelaxation, ipRanges, refreshToken, session].flatMap(({ todo }) => todo),
  );
};

const describeIdentity = (
  app: InventoryApp,
  flow: Flow,
  existing: ClientApp | undefined,
): Said<ClientApp['identity']> => {
  const fact = app.clientCredentials.runAsUser;
  const runAs = flow === 'client-credentials' ? textOf(fact) : undefined;
  if (runAs !== undefined && usernameProblem(runAs) === undefined) return said({ user: runAs });
  if (existing?.identity.user !== undefined) return said(existing.identity);
  if (flow === 'authorization-code') return said({});
  if (runAs !== undefined)
    return said({}, `identity.user: the app names ${runAs}, which is no username; say which user it is`);
  const reason =
    flow === 'client-credentials'
      ? asReason(fact, 'it names no run-as user')
      : 'metadata does not name the user of a JWT';
  return said({}, `identity.user: say which user the app authenticates as (${reason})`);
};

const describeCredentials = (
  app: InventoryApp,
  flow: Flow,
  { existing, certificateFile }: Knowledge,
  defaults: Defaults,
): Said<ClientApp['credentials']> => {
  const { certificateFile: declared, ...others } = existing?.credentials ?? {
    store: defaults.store.value,
    rotateEveryDays: defaults.rotateEveryDays.value,
  };
  if (flow !== 'jwt-bearer')
    return said({ ...others, ...(declared === undefined ? {} : { certificateFile: declared }) });
  const file = certificateFile ?? declared;
  if (file !== undefined) return said({ ...others, certificateFile: file });
  const has = app.certificate.known && app.certificate.value !== undefined;
  return said(
    others,
    has
      ? 'credentials.certificateFile: the app has a certificate that cannot be saved as a file; name a file with it here'
      : `credentials.certificateFile: make one with "sf clientapp generate certificate" (${asReason(app.certificate, 'it has no certificate')})`,
  );
};

const noPermissions: Permissions = { objects: {}, fields: {}, apexClasses: [], userPermissions: [] };

const describeParts = (app: InventoryApp, { flow, model }: InferredFlow, knowledge: Knowledge) => {
  const { existing, permissions } = knowledge;
  const defaults = defaultsFor(model, flow);
  return {
    description: describeDescription(app, existing),
    owner: describeOwner(app, existing),
    scopes: describeScopes(app, flow, knowledge, defaults),
    callbackUrls: describeCallbacks(app, flow, existing),
    policies: describePolicies(app, knowledge, defaults),
    identity: describeIdentity(app, flow, existing),
    permissions: said(permissions ?? existing?.permissions ?? noPermissions),
    credentials: describeCredentials(app, flow, knowledge, defaults),
    review: said(existing?.review ?? { everyDays: defaults.reviewEveryDays.value }),
  };
};

/** A client app in the words of a manifest, with what is still open. */
export const describe = (app: InventoryApp, knowledge: Knowledge = {}): Description => {
  const { existing } = knowledge;
  const inferred = settledFlow(inferFlow(app, knowledge), existing);
  const parts = describeParts(app, inferred, knowledge);
  const { flow, model } = inferred;
  return {
    app: {
      name: app.name,
      label: textWithin(app.label ?? '', 80) ?? existing?.label ?? app.name,
      description: parts.description.value,
      registration: app.registration,
      model,
      flow,
      owner: parts.owner.value,
      criticality: existing?.criticality ?? 'medium',
      ...(existing?.vendor ? { vendor: existing.vendor } : {}),
      scopes: parts.scopes.value,
      callbackUrls: parts.callbackUrls.value,
      policies: parts.policies.value,
      identity: parts.identity.value,
      permissions: parts.permissions.value,
      credentials: parts.credentials.value,
      review: parts.review.value,
    },
    reasons: inferred.reasons,
    todo: [...inferred.doubts, ...Object.values(parts).flatMap(({ todo }) => todo)],
  };
};

/** A client app as source or an org shows it, in the words of a manifest; what nobody can read has the model's default. */
export const describeClientApp = (app: InventoryApp): ClientApp => describe(app).app;
