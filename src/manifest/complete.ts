import type { ClientApp, RefreshTokenPolicy } from '../app/clientApp.js';
import { canonicalScope } from '../app/scopes.js';
import { defaultsFor, flowsOfModel } from './defaults.js';
import type { Manifest } from './schema.js';

type WrittenPolicy = NonNullable<NonNullable<Manifest['policies']>['refreshToken']>;

/** The policy of a manifest, whose schema holds that days and hours fit the rule. */
export const refreshTokenPolicy = ({ rule, days, hours }: WrittenPolicy): RefreshTokenPolicy => {
  if (rule === 'never' || rule === 'immediate') return { rule };
  return hours === undefined ? { rule, days: days ?? 0 } : { rule, hours };
};

/** Every scope in its OAuth spelling; two spellings of one scope are one entry with both reasons. */
const canonicalScopes = (written: Record<string, string>): Record<string, string> => {
  const scopes: Record<string, string> = {};
  for (const [spelling, reason] of Object.entries(written)) {
    const scope = canonicalScope(spelling);
    scopes[scope] = scopes[scope] === undefined ? reason : `${scopes[scope]}; ${reason}`;
  }
  return scopes;
};

/** Fills what a manifest leaves out with the defaults of its model and flow. */
export const complete = (manifest: Manifest): ClientApp => {
  const { name, model, policies, permissions, credentials, review, vendor } = manifest;
  const flow = manifest.flow ?? flowsOfModel[model][0];
  const defaults = defaultsFor(model, flow);
  const label = manifest.label ?? name;
  const reasons = Object.fromEntries(Object.entries(defaults.scopes).map(([scope, { value }]) => [scope, value]));
  return {
    name,
    label,
    description: manifest.description ?? describe(label, model, flow),
    registration: manifest.registration ?? defaults.registration.value,
    model,
    flow,
    owner: manifest.owner,
    criticality: manifest.criticality ?? 'medium',
    ...(vendor && { vendor: { ...vendor, dueDiligence: vendor.dueDiligence ?? [] } }),
    scopes: manifest.scopes ? canonicalScopes(manifest.scopes) : reasons,
    callbackUrls: manifest.callbackUrls ?? defaults.callbackUrls.value,
    policies: {
      permittedUsers: policies?.permittedUsers ?? defaults.policies.permittedUsers.value,
      ipRelaxation: policies?.ipRelaxation ?? defaults.policies.ipRelaxation.value,
      ipRanges: policies?.ipRanges ?? defaults.policies.ipRanges.value,
      refreshToken: policies?.refreshToken
        ? refreshTokenPolicy(policies.refreshToken)
        : defaults.policies.refreshToken.value,
      session: {
        timeoutMinutes: policies?.session?.timeoutMinutes ?? defaults.policies.session.value.timeoutMinutes,
        level: policies?.session?.level ?? defaults.policies.session.value.level,
      },
    },
    identity: manifest.identity ?? {},
    permissions: {
      objects: permissions?.objects ?? {},
      fields: permissions?.fields ?? {},
      apexClasses: permissions?.apexClasses ?? [],
      userPermissions: permissions?.userPermissions ?? [],
    },
    credentials: {
      ...credentials,
      store: credentials?.store ?? defaults.store.value,
      rotateEveryDays: credentials?.rotateEveryDays ?? defaults.rotateEveryDays.value,
    },
    review: { ...review, everyDays: review?.everyDays ?? defaults.reviewEveryDays.value },
  };
};

const kinds: Record<Manifest['model'], string> = {
  web: 'Web app',
  mobile: 'Mobile app',
  backend: 'Backend program',
  cli: 'Command-line program',
};

const describe = (label: string, model: Manifest['model'], flow: string): string =>
  `${kinds[model]} ${label} (${flow})`;
