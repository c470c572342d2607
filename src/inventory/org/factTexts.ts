import { permissionSetNames, type ClientApp, type RefreshTokenPolicy } from '../../app/clientApp.js';
import { ipRangeBetween, parseIpRange, type IpRange } from '../../app/ipRanges.js';
import { canonicalScope } from '../../app/scopes.js';
import { known, type Fact, type InventoryApp, type Located } from '../types.js';

/** What `clientapp display` tells of an app, in this order. */
export const factNames = [
  'label',
  'description',
  'contact',
  'enabled',
  'scopes',
  'callback URLs',
  'permitted users',
  'permission sets',
  'profiles',
  'IP relaxation',
  'IP ranges',
  'refresh token',
  'session timeout',
  'PKCE required',
  'secret optional',
  'secret required on refresh',
  'refresh token rotation',
  'client credentials flow',
  'run-as user',
  'device flow',
  'certificate',
  'consumer key',
] as const;
export type FactName = (typeof factNames)[number];

/** An empty text is "not set". */
export type FactTexts = Partial<Record<FactName, Fact<string>>>;

const mapFact = <T>(fact: Fact<T>, toText: (value: T) => string): Fact<string> =>
  fact.known ? known(toText(fact.value)) : fact;

const list = (values: readonly string[]): string => [...new Set(values)].sort().join(', ');
const located = (values: ReadonlyArray<Located<string>>): string => list(values.map(({ value }) => value));
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
const text = (value: string | undefined): string => value ?? '';
const minutes = (value: number | undefined): string => (value === undefined ? '' : `${value} minutes`);

const refreshToken = (policy: RefreshTokenPolicy): string => {
  if ('days' in policy) return `${policy.rule} ${policy.days} days`;
  return 'hours' in policy ? `${policy.rule} ${policy.hours} hours` : policy.rule;
};

const rangeText = ({ start, end }: Pick<IpRange, 'start' | 'end'>): string =>
  start === end ? start : `${start}-${end}`;
const ranges = (app: InventoryApp): Fact<string> =>
  mapFact(app.ipRanges, (value) =>
    list(value.map(({ start, end }) => rangeText(ipRangeBetween(start, end) ?? { start, end }))),
  );

/** On only when settings and policies agree (platform.md 8.9). */
const clientCredentials = ({ clientCredentials: { settings, policy } }: InventoryApp): Fact<string> => {
  if (settings.known && !settings.value) return known('no');
  if (policy.known && !policy.value) return known('no');
  return settings.known ? mapFact(policy, yesNo) : settings;
};

/** A registration, from source or an org. */
export const textsOfApp = (app: InventoryApp): FactTexts => ({
  label: known(app.label ?? ''),
  description: mapFact(app.description, text),
  contact: mapFact(app.contactEmail, text),
  enabled: mapFact(app.enabled, yesNo),
  scopes: mapFact(app.scopes, located),
  'callback URLs': mapFact(app.callbackUrls, located),
  'permitted users': app.permittedUsers,
  'permission sets': mapFact(app.grants, ({ permissionSets }) => located(permissionSets)),
  profiles: mapFact(app.grants, ({ profiles }) => located(profiles)),
  'IP relaxation': app.ipRelaxation,
  'IP ranges': ranges(app),
  'refresh token': mapFact(app.refreshToken, refreshToken),
  'session timeout': mapFact(app.sessionTimeoutMinutes, minutes),
  'PKCE required': mapFact(app.pkceRequired, yesNo),
  'secret optional': mapFact(app.secretOptional, yesNo),
  'secret required on refresh': mapFact(app.secretRequiredForRefresh, yesNo),
  'refresh token rotation': mapFact(app.refreshTokenRotation, yesNo),
  'client credentials flow': clientCredentials(app),
  'run-as user': mapFact(app.clientCredentials.runAsUser, text),
  'device flow': mapFact(app.deviceFlow, yesNo),
  certificate: mapFact(app.certificate, (value) => (value ? 'present' : '')),
  'consumer key': mapFact(app.consumerKey, text),
});

/** What a manifest declares, of that which matters for its flow. */
export const textsOfManifest = (app: ClientApp): FactTexts => {
  const { policies, flow } = app;
  const userFlow = flow === 'authorization-code';
  return {
    label: known(app.label),
    description: known(app.description),
    contact: known(app.owner.email),
    scopes: known(list(Object.keys(app.scopes).map(canonicalScope))),
    ...(userFlow ? { 'callback URLs': known(list(app.callbackUrls)) } : {}),
    'permitted users': known(policies.permittedUsers),
    'permission sets': known(permissionSetNames(app.name).access),
    'IP relaxation': known(policies.ipRelaxation),
    'IP ranges': known(
      list(
        policies.ipRanges.map((range) => {
          const parsed = parseIpRange(range);
          return parsed ? rangeText(parsed) : range;
        }),
      ),
    ),
    ...(userFlow ? { 'refresh token': known(refreshToken(policies.refreshToken)) } : {}),
    'session timeout': known(minutes(policies.session.timeoutMinutes)),
    ...(flow === 'client-credentials' ? { 'run-as user': known(app.identity.user ?? '') } : {}),
  };
};
