import { basename } from 'node:path';
import type { z } from 'zod';
import type { Registration } from '../app/clientApp.js';
import { findScope, scopeInMetadata } from '../app/scopes.js';
import { flowsOfModel } from './defaults.js';
import type { LocatedMessage } from './describeIssue.js';
import { manifestSchema } from './schema.js';
import type { Manifest } from './schema.js';

export const manifestEnding = '.clientapp.yaml';

/** What of a manifest can be used although other parts are wrong. */
type Readable = { [Key in keyof Manifest]?: Manifest[Key] | undefined };

const readable = (raw: unknown): Readable => {
  if (typeof raw !== 'object' || raw === null) return {};
  const shape = new Map<string, z.ZodType>(Object.entries(manifestSchema.shape));
  return Object.fromEntries(
    Object.entries(raw).flatMap(([key, value]) => {
      const parsed = shape.get(key)?.safeParse(value);
      return parsed?.success ? [[key, parsed.data]] : [];
    }),
  );
};

const nameFitsFile = ({ name }: Readable, file: string): LocatedMessage[] => {
  const expected = basename(file, manifestEnding);
  if (name === undefined || name === expected) return [];
  const message = `The name is "${name}", but the file is ${basename(file)}; it must be ${name}${manifestEnding}.`;
  return [{ path: ['name'], part: 'value', message }];
};

/** Why a model cannot use a flow, or undefined. */
export const flowProblem = (model: Manifest['model'], flow: NonNullable<Manifest['flow']>): string | undefined =>
  flowsOfModel[model].includes(flow)
    ? undefined
    : `The flow "${flow}" does not suit the model "${model}", which uses ${flowsOfModel[model].join(' or ')}.`;

const flowFitsModel = ({ model, flow }: Readable): LocatedMessage[] => {
  const message = model && flow && flowProblem(model, flow);
  return message === undefined ? [] : [{ path: ['flow'], part: 'value', message }];
};

const familyNames: Record<Registration, string> = {
  'external-client-app': 'External Client Apps',
  'connected-app': 'Connected Apps',
};

/** Why a registration cannot have a scope, or undefined. */
export const scopeFamilyProblem = (spelling: string, registration: Registration): string | undefined =>
  findScope(spelling) === undefined || scopeInMetadata(spelling, registration) !== undefined
    ? undefined
    : `${familyNames[registration]} have no scope "${spelling}".`;

const keysOf = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : []);

const scopesFitFamily = (scopes: string[], registration: Registration | undefined): LocatedMessage[] =>
  scopes.flatMap((scope) => {
    const message = registration && scopeFamilyProblem(scope, registration);
    return message === undefined ? [] : [{ path: ['scopes', scope], part: 'key' as const, message }];
  });

const needsCallback = ({ model, flow, callbackUrls }: Readable, raw: Record<string, unknown>): LocatedMessage[] => {
  const goesBack = model === 'web' || model === 'mobile' || (model === 'cli' && flow !== 'jwt-bearer');
  const absentButDefault = model === 'cli' && raw['callbackUrls'] === undefined;
  const wrongAnyway = callbackUrls === undefined && raw['callbackUrls'] !== undefined;
  if (!goesBack || absentButDefault || wrongAnyway || (callbackUrls ?? []).length > 0) return [];
  const message = 'The authorization-code flow needs at least one callback URL in "callbackUrls".';
  return [{ path: ['callbackUrls'], part: 'key', message }];
};

/** What a schema cannot say because it takes two values, or the file's name. Looks at whatever parts are right. */
export const crossCheck = (raw: unknown, file: string): LocatedMessage[] => {
  const parts = readable(raw);
  const written: Record<string, unknown> = typeof raw === 'object' && raw !== null ? { ...raw } : {};
  const registration = written['registration'] === undefined ? 'external-client-app' : parts.registration;
  return [
    ...nameFitsFile(parts, file),
    ...flowFitsModel(parts),
    ...scopesFitFamily(keysOf(written['scopes']), registration),
    ...needsCallback(parts, written),
  ];
};
