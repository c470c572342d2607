import { isCliCallback, isPlaceholderCallback } from '../app/callbackHosts.js';
import { callbackKind } from '../app/callbackUrls.js';
import type { Flow, IntegrationModel } from '../app/clientApp.js';
import type { Fact, InventoryApp } from '../inventory/types.js';
import { defaultsFor, flowsOfModel } from '../manifest/defaults.js';

export type InferredFlow = {
  flow: Flow;
  model: IntegrationModel;
  /** Every flow that the registration lets in; a manifest declares one. */
  possible: Flow[];
  /** What the answer rests on, each one sentence without a full stop. */
  reasons: string[];
  /** Why a person should look at the answer again, in the same form. */
  doubts: string[];
};

type Hints = {
  /** The files are as "generate app" made them, which leaves less to guess. */
  generated?: boolean | undefined;
};

type Guess<T> = { value: T; reason: string; doubts: string[] };

const valueOf = <T>(fact: Fact<T>): T | undefined => (fact.known ? fact.value : undefined);

const callbacksOf = ({ callbackUrls }: InventoryApp): string[] =>
  (valueOf(callbackUrls) ?? []).map(({ value }) => value);

const hasCertificate = ({ certificate }: InventoryApp): boolean => valueOf(certificate) !== undefined;

/** True for an app to which codes are meant to come: a form wants a callback of every connected app, and some are there for it. */
const expectsCodes = (app: InventoryApp): boolean => {
  const urls = callbacksOf(app);
  if (!hasCertificate(app) && !allowsClientCredentials(app)) return urls.length > 0;
  return urls.some((url) => !isPlaceholderCallback(url));
};

/** An External Client App has the switch twice, and both must be on (platform.md 8.9). */
const allowsClientCredentials = ({ clientCredentials: { settings, policy } }: InventoryApp): boolean =>
  (valueOf(settings) === true && valueOf(policy) !== false) || (!settings.known && valueOf(policy) === true);

/** Every flow that the registration lets in, the likeliest first. */
const possibleFlows = (app: InventoryApp): Flow[] => {
  const flows: Flow[] = [
    ...(allowsClientCredentials(app) ? (['client-credentials'] as const) : []),
    ...(expectsCodes(app) ? (['authorization-code'] as const) : []),
    ...(hasCertificate(app) ? (['jwt-bearer'] as const) : []),
    ...(callbacksOf(app).length > 0 ? (['authorization-code'] as const) : []),
  ];
  return [...new Set(flows)];
};

const why: Record<Flow, string> = {
  'client-credentials': 'client credentials are switched on',
  'authorization-code': 'it has a callback URL that a code is meant to come to',
  'jwt-bearer': 'it has a certificate, and no callback URL that a code is meant to come to',
};

const otherFlows = (possible: readonly Flow[], flow: Flow): string[] => {
  const others = possible.filter((other) => other !== flow);
  return others.length === 0
    ? []
    : [`the registration also lets in ${others.join(' and ')}, and a manifest declares one flow`];
};

/** What is not known of the flows that the registration lets in, each reason once. */
const unknownOfFlows = ({ callbackUrls, certificate, clientCredentials: { settings } }: InventoryApp): string[] => {
  const facts = [
    ['its callback URLs are', callbackUrls],
    ['its certificate is', certificate],
    ['its switch for client credentials is', settings],
  ] as const;
  const byReason = new Map(
    facts.flatMap(([what, fact]) => (fact.known ? [] : [[fact.reason, what] as const])).reverse(),
  );
  return [...byReason].map(([reason, what]) => `${what} not known: ${reason}`);
};

const guessFlow = (app: InventoryApp, possible: readonly Flow[]): Guess<Flow> => {
  const [flow] = possible;
  const doubts = [
    ...unknownOfFlows(app),
    ...(valueOf(app.deviceFlow) === true ? ['the device flow is on, which a manifest cannot declare'] : []),
  ];
  if (flow !== undefined) return { value: flow, reason: why[flow], doubts: [...otherFlows(possible, flow), ...doubts] };
  if (!app.callbackUrls.known) return { value: 'authorization-code', reason: 'nothing shows another flow', doubts };
  return {
    value: 'jwt-bearer',
    reason: 'neither a code nor client credentials can come to it',
    doubts: ['no certificate is there either, so nobody can sign in yet', ...doubts],
  };
};

const guessPublicModel = (app: InventoryApp, urls: readonly string[]): Guess<IntegrationModel> | undefined => {
  if (app.mobile === true) return { value: 'mobile', reason: 'it has settings for mobile devices', doubts: [] };
  const kinds = new Set(urls.map(callbackKind));
  if (kinds.has('custom-scheme'))
    return { value: 'mobile', reason: 'it is called back through a scheme of its own', doubts: [] };
  const isPublic = valueOf(app.secretOptional) === true;
  if (kinds.has('https') && isPublic)
    return {
      value: 'mobile',
      reason: 'it needs no client secret and is called back with https',
      doubts: ['a program that runs in a browser looks the same as a mobile one'],
    };
  return undefined;
};

const guessModelOfCodes = (app: InventoryApp, { generated = false }: Hints): Guess<IntegrationModel> => {
  const urls = callbacksOf(app);
  const found = guessPublicModel(app, urls);
  if (found) return found;
  const onlyLoopback = urls.length > 0 && urls.every((url) => callbackKind(url) === 'loopback');
  // A command-line program that was generated has no secret.
  if (!onlyLoopback || (generated && valueOf(app.secretOptional) === false))
    return { value: 'web', reason: 'a person signs in and a server receives the code', doubts: [] };
  const hasSecret = valueOf(app.secretOptional) === false;
  return {
    value: 'cli',
    reason: 'only this machine can answer at its callback URLs',
    doubts: hasSecret ? ['it demands a client secret, which a command-line program cannot keep'] : [],
  };
};

const guessModelOfSigners = (app: InventoryApp): Guess<IntegrationModel> => {
  const { timeoutMinutes } = defaultsFor('cli', 'jwt-bearer').policies.session.value;
  const isCli =
    valueOf(app.sessionTimeoutMinutes) === timeoutMinutes || callbacksOf(app).some((url) => isCliCallback(url));
  return isCli
    ? {
        value: 'cli',
        reason: 'its sessions are as short, or its callback URL is as, for a command-line program',
        doubts: ['a backend program signs in in the same way'],
      }
    : { value: 'backend', reason: 'nobody has to be there to sign in', doubts: [] };
};

const guessModel = (app: InventoryApp, flow: Flow, hints: Hints): Guess<IntegrationModel> => {
  if (flow === 'authorization-code') return guessModelOfCodes(app, hints);
  if (flow === 'jwt-bearer') return guessModelOfSigners(app);
  return { value: 'backend', reason: 'nobody has to be there to sign in', doubts: [] };
};

/** How an app gets its tokens and what kind of program it is, by what its registration lets in. */
export const inferFlow = (app: InventoryApp, hints: Hints = {}): InferredFlow => {
  const possible = possibleFlows(app);
  const flow = guessFlow(app, possible);
  const model = guessModel(app, flow.value, hints);
  return {
    flow: flow.value,
    model: model.value,
    possible: possible.length > 0 ? possible : [flow.value],
    reasons: [`flow ${flow.value}: ${flow.reason}`, `model ${model.value}: ${model.reason}`],
    doubts: [...flow.doubts.map((doubt) => `flow: ${doubt}`), ...model.doubts.map((doubt) => `model: ${doubt}`)],
  };
};

/** What a manifest that is there declares, where the registration allows it; the best guess otherwise. */
export const settledFlow = (
  inferred: InferredFlow,
  declared: { flow: Flow; model: IntegrationModel } | undefined,
): InferredFlow => {
  if (!declared || !inferred.possible.includes(declared.flow)) return inferred;
  if (!flowsOfModel[declared.model].includes(declared.flow)) return inferred;
  const { flow, model } = declared;
  return {
    flow,
    model,
    possible: inferred.possible,
    reasons: ['flow and model: as the manifest declares'],
    doubts: [],
  };
};
