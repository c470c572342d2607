import { criticalities, ipRelaxations, permittedUsersValues, refreshTokenRules } from '../app/clientApp.js';
import type { ClientApp } from '../app/clientApp.js';
import { lineText, scalarText } from './flowText.js';
import type { EnvironmentOverride } from './schema.js';

/** Comments behind a key, by dotted path. */
const comments: Record<string, string> = {
  criticality: criticalities.join(' | '),
  scopes: 'scope: why the app needs it',
  'policies.permittedUsers': permittedUsersValues.join(' | '),
  'policies.ipRelaxation': ipRelaxations.join(' | '),
  'policies.refreshToken': refreshTokenRules.join(' | '),
  permissions: 'becomes the permission set',
  environments: 'what differs per org; key = sf alias or username',
};

/** Keys whose entries stand on lines of their own; every other value stands on one line. */
const blocks = new Set(['scopes', 'callbackUrls', 'policies', 'identity', 'permissions', 'environments']);

const isEmpty = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** Without what is empty or not said. */
const said = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => !isEmpty(entry)));

/** What matters of an app, in the order in which people read it. */
const contentOf = (app: ClientApp, environments: Record<string, EnvironmentOverride>): Record<string, unknown> => {
  const { policies, permissions, credentials, review } = app;
  return said({
    name: app.name,
    label: app.label,
    description: app.description,
    registration: app.registration,
    model: app.model,
    flow: app.flow,
    owner: said({ name: app.owner.name, email: app.owner.email }),
    criticality: app.criticality,
    vendor: app.vendor && said({ name: app.vendor.name, url: app.vendor.url, dueDiligence: app.vendor.dueDiligence }),
    scopes: app.scopes,
    callbackUrls: app.callbackUrls,
    policies: {
      permittedUsers: policies.permittedUsers,
      ipRelaxation: policies.ipRelaxation,
      ipRanges: policies.ipRanges,
      refreshToken: policies.refreshToken,
      session: policies.session,
    },
    identity: said({ user: app.identity.user }),
    permissions: said({
      objects: permissions.objects,
      fields: permissions.fields,
      apexClasses: permissions.apexClasses,
      userPermissions: permissions.userPermissions,
    }),
    credentials: said({
      store: credentials.store,
      rotateEveryDays: credentials.rotateEveryDays,
      lastRotated: credentials.lastRotated,
      certificateFile: credentials.certificateFile,
    }),
    review: said({ everyDays: review.everyDays, last: review.last, by: review.by }),
    environments,
  });
};

const linesOf = (content: Record<string, unknown>, prefix = '', indent = ''): string[] =>
  Object.entries(content).flatMap(([key, value]) => {
    const path = `${prefix}${key}`;
    const comment = comments[path] === undefined ? '' : ` # ${comments[path]}`;
    const head = `${indent}${scalarText(key)}:`;
    const deeper = `${indent}  `;
    if (!blocks.has(path) || typeof value !== 'object' || value === null)
      return [`${head} ${lineText(value)}${comment}`];
    if (Array.isArray(value)) return [head + comment, ...value.map((entry) => `${deeper}- ${lineText(entry)}`)];
    return [head + comment, ...linesOf({ ...value }, `${path}.`, deeper)];
  });

/** The text of a new manifest. What is empty is left out. */
export const writeManifest = (app: ClientApp, environments: Record<string, EnvironmentOverride> = {}): string =>
  `${linesOf(contentOf(app, environments)).join('\n')}\n`;
