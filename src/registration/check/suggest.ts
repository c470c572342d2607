import { scopes } from '../../app/scopes.js';
import { indexOf, type Fields, type Schema } from '../schema/field.js';
import { schemas } from '../schema/schemas.js';
import { endingOf } from '../documentType.js';

/** Spellings of the other family, of the guide, or of habit, and what they are meant to be (platform.md 1.5, 1.6, 2.5, 8.8). */
const valueSynonyms: ReadonlyMap<string, readonly string[]> = new Map([
  ['adminapproved', ['AdminApprovedPreAuthorized']],
  ['selfauthorized', ['AllSelfAuthorized']],
  ['sfap', ['SFApiPlatform']],
  ['sfapiplatform', ['SFAP']],
  ['customattr', ['CustomAttribute']],
  ['highassurance', ['HIGH_ASSURANCE']],
]);

const elementSynonyms: ReadonlyArray<readonly string[]> = [
  ['isClientCredentialEnabled', 'isClientCredentialsFlowEnabled'],
  ['isCodeCredentialEnabled', 'isCodeCredFlowEnabled'],
  ['isCodeCredentialPostOnly', 'isCodeCredPostOnly'],
  ['isTokenExchangeEnabled', 'isTokenExchangeFlowEnabled'],
  ['oauthClientCredentialUser', 'clientCredentialsFlowUser'],
  ['scopes', 'commaSeparatedOauthScopes'],
  ['ipRelaxation', 'ipRelaxationPolicyType'],
  ['refreshTokenPolicy', 'refreshTokenPolicyType'],
  ['permissionSetName', 'commaSeparatedPermissionSet'],
  ['profileName', 'commaSeparatedProfile'],
  ['ipRanges', 'trustedIpRanges'],
  ['sessionTimeout', 'sessionTimeoutInMinutes'],
  ['callbackUrl', 'callbackUrls'],
];

const fold = (text: string): string => text.replaceAll(/[_\s-]/g, '').toLowerCase();

/** Scopes are often written as OAuth spells them. */
const suggestScope = (folded: string, values: readonly string[]): string | undefined => {
  const scope = scopes.find(({ oauth }) => fold(oauth) === folded);
  return [scope?.connectedApp, scope?.externalClientApp].find((value) => value !== undefined && values.includes(value));
};

/** The value that was meant: other case, other separators, or the other family's word. */
export const suggestValue = (value: string, values: readonly string[]): string | undefined => {
  const folded = fold(value);
  return (
    values.find((candidate) => fold(candidate) === folded) ??
    valueSynonyms.get(folded)?.find((candidate) => values.includes(candidate)) ??
    suggestScope(folded, values)
  );
};

const groupWith = (fields: Fields, name: string): string | undefined =>
  Object.entries(fields).find(([, field]) => field.kind === 'group' && indexOf(field.fields).byName.has(name))?.[0];

const suggestName = (name: string, fields: Fields): string | undefined => {
  const names = Object.keys(fields);
  const synonyms = elementSynonyms.find((set) => set.includes(name)) ?? [];
  return (
    names.find((candidate) => fold(candidate) === fold(name)) ?? names.find((candidate) => synonyms.includes(candidate))
  );
};

/** What to do about an element that its parent does not have, as the end of a sentence; empty when we cannot tell. */
export const suggestElement = (name: string, fields: Fields, schema: Schema): string => {
  const right = suggestName(name, fields);
  if (right !== undefined) return `; did you mean <${right}>?`;
  const inside = groupWith(schema.fields, name);
  if (inside !== undefined && schema.fields !== fields) return `; it belongs into another group, <${inside}>`;
  if (inside !== undefined) return `; it belongs into <${inside}>`;
  const home = schemas.find(
    (other) => other.family === schema.family && other !== schema && indexOf(other.fields).byName.has(name),
  );
  const ending = home && endingOf(home.type);
  if (ending !== undefined) return `; it belongs into the .${ending} file`;
  if (schema.fields !== fields && indexOf(schema.fields).byName.has(name))
    return `; it belongs directly into <${schema.type}>`;
  return '';
};
