import { ipRelaxations, type RefreshTokenPolicy } from '../app/clientApp.js';
import type { Fact, InventoryApp, Located } from '../inventory/types.js';
import { elementOf } from './elements.js';

/** One thing that a project and an org say differently of the same registration. */
export type RegistrationDifference = { subject: string; element: string; source: string; org: string; wider: boolean };

type Compare = (source: InventoryApp, org: InventoryApp) => RegistrationDifference[];

const inOrder = (values: ReadonlyArray<Located<string>>): string[] =>
  [...new Set(values.map(({ value }) => value))].sort();

const text = (values: readonly string[]): string => values.join(', ') || 'none';

/** Facts that one of the two does not tell are no difference. */
const compare =
  <T>(
    subject: string,
    pick: (app: InventoryApp) => Fact<T>,
    shown: (value: T) => string,
    isWider: (org: T, source: T) => boolean,
    element: (app: InventoryApp) => string = () => subject,
  ): Compare =>
  (source, org) => {
    const [one, other] = [pick(source), pick(org)];
    if (!one.known || !other.known || shown(one.value) === shown(other.value)) return [];
    return [
      {
        subject,
        element: element(org),
        source: shown(one.value),
        org: shown(other.value),
        wider: isWider(other.value, one.value),
      },
    ];
  };

const lists = (
  subject: string,
  pick: (app: InventoryApp) => Fact<Array<Located<string>>>,
  element: (app: InventoryApp) => string,
): Compare =>
  compare(
    subject,
    pick,
    (values) => text(inOrder(values)),
    (org, source) => inOrder(org).some((value) => !inOrder(source).includes(value)),
    element,
  );

const hoursOf = (policy: RefreshTokenPolicy): number => {
  if ('days' in policy) return policy.days * 24;
  if ('hours' in policy) return policy.hours;
  return policy.rule === 'never' ? Number.POSITIVE_INFINITY : 0;
};

/** A switch that protects; off is wider. */
const protection = (subject: string, pick: (app: InventoryApp) => Fact<boolean>): Compare =>
  compare(subject, pick, String, (org) => !org);

/** A switch that opens; on is wider. */
const opening = (subject: string, pick: (app: InventoryApp) => Fact<boolean>): Compare =>
  compare(subject, pick, String, (org) => org);

/** What a manifest says too; where there is one, both are compared with it and not with each other. */
const declarable: readonly Compare[] = [
  lists(
    'scopes',
    ({ scopes }) => scopes,
    (app) => elementOf(app, 'scopes'),
  ),
  lists(
    'callbacks',
    ({ callbackUrls }) => callbackUrls,
    (app) => elementOf(app, 'callbackUrl'),
  ),
  compare(
    'permitted users',
    ({ permittedUsers }) => permittedUsers,
    String,
    (org) => org === 'self-authorize',
    (app) => elementOf(app, 'permittedUsers'),
  ),
  compare(
    'IP relaxation',
    (app) => app.ipRelaxation,
    String,
    (org, source) => ipRelaxations.indexOf(org) > ipRelaxations.indexOf(source),
    (app) => elementOf(app, 'ipRelaxation'),
  ),
  compare(
    'refresh token',
    (app) => app.refreshToken,
    (policy) => `${policy.rule} ${Number.isFinite(hoursOf(policy)) ? `${hoursOf(policy)} hours` : ''}`.trim(),
    (org, source) => hoursOf(org) > hoursOf(source),
    (app) => elementOf(app, 'refreshToken'),
  ),
];

const others: readonly Compare[] = [
  compare(
    'session timeout',
    ({ sessionTimeoutMinutes }) => sessionTimeoutMinutes,
    (minutes) => (minutes === undefined ? 'none' : `${minutes} minutes`),
    (org, source) => (org ?? Number.POSITIVE_INFINITY) > (source ?? Number.POSITIVE_INFINITY),
    (app) => elementOf(app, 'sessionTimeout'),
  ),
  protection('isPkceRequired', ({ pkceRequired }) => pkceRequired),
  protection('isRefreshTokenRotationEnabled', ({ refreshTokenRotation }) => refreshTokenRotation),
  protection('isSecretRequiredForRefreshToken', ({ secretRequiredForRefresh }) => secretRequiredForRefresh),
  opening('isConsumerSecretOptional', ({ secretOptional }) => secretOptional),
  opening('isDeviceFlowEnabled', (app) => app.deviceFlow),
  opening('isClientCredentialsFlowEnabled', ({ clientCredentials }) => clientCredentials.settings),
];

/** What the org has otherwise than the project, of the same app. */
export const registrationDifferences = (source: InventoryApp, org: InventoryApp): RegistrationDifference[] =>
  [...(source.manifest?.app ? [] : declarable), ...others].flatMap((one) => one(source, org));
