import { z } from 'zod';
import {
  criticalities,
  fieldAccesses,
  flows,
  integrationModels,
  ipRelaxations,
  objectAccesses,
  permittedUsersValues,
  refreshTokenRules,
  registrations,
  sessionLevels,
} from '../app/clientApp.js';
import {
  apiNameField,
  callbackUrlsField,
  dayField,
  emailField,
  ipRangeField,
  nameField,
  projectPathField,
  scopeField,
  text,
  urlField,
  usernameField,
} from './fields.js';

/** The newest format that this version writes and reads; a manifest without `version` has format 1. */
export const manifestVersion = 1;

const days = z.int().min(1).max(3650);

const refreshToken = z
  .strictObject({
    rule: z
      .enum(refreshTokenRules)
      .describe('When a refresh token ends: unused for so long, or so long after it was given'),
    days: days.optional(),
    hours: z.int().min(1).optional(),
  })
  .superRefine(({ rule, days: inDays, hours }, context) => {
    const given = [inDays, hours].filter((value) => value !== undefined).length;
    const needed = rule === 'lifetime' || rule === 'inactivity' ? 1 : 0;
    if (given === needed) return;
    const message =
      needed === 1 ? `The rule "${rule}" needs days (or hours).` : `The rule "${rule}" has no days or hours.`;
    context.addIssue({ code: 'custom', message });
  })
  .describe('How long the app keeps access while nobody signs in');

const session = z.strictObject({
  timeoutMinutes: z.int().min(1).max(1440).optional().describe('Minutes until an access token ends'),
  level: z.enum(sessionLevels).optional().describe('Session security level that the app demands'),
});

const policies = z.strictObject({
  permittedUsers: z
    .enum(permittedUsersValues)
    .optional()
    .describe('Who may use the app: whom an admin approved, or anyone'),
  ipRelaxation: z.enum(ipRelaxations).optional().describe('Whether address restrictions hold for the app'),
  ipRanges: z
    .array(ipRangeField)
    .max(128)
    .optional()
    .describe('Addresses the app calls from: CIDR, a-b or one address'),
  refreshToken: refreshToken.optional(),
  session: session.optional(),
});

const callbackUrls = callbackUrlsField
  .optional()
  .describe('Where the org sends the user back (authorization-code only)');
const identity = z
  .strictObject({
    user: usernameField.optional().describe('Username that this app, and nothing else, authenticates as'),
  })
  .describe('The integration user');
const store = text.optional().describe('Where captured credentials go: sf, keychain, env:<file>, exec:<preset>');
const certificateFile = projectPathField
  .optional()
  .describe('PEM certificate of a jwt-bearer app, relative to the project');

const environment = z.strictObject({
  callbackUrls,
  identity: identity.optional(),
  policies: policies.optional(),
  credentials: z.strictObject({ store, certificateFile }).optional(),
});

/** The manifest as people write it: what is left out follows from the model (see `complete`). */
export const manifestSchema = z
  .strictObject({
    version: z.literal(manifestVersion).optional().describe('Format of this file'),
    name: nameField.describe('API name of the client app, and the name of this file'),
    label: text.max(80).optional().describe('Name that people see'),
    description: text.max(255).optional().describe('What the app does'),
    registration: z.enum(registrations).optional().describe('Where the org keeps the app'),
    model: z.enum(integrationModels).describe('What kind of program it is; decides flow and scopes'),
    flow: z.enum(flows).optional().describe('How the program gets its tokens'),
    owner: z.strictObject({ name: text.optional(), email: emailField }).describe('Who answers for the app'),
    criticality: z.enum(criticalities).optional().describe('What it costs when the app fails or leaks'),
    vendor: z
      .strictObject({ name: text, url: urlField.optional(), dueDiligence: z.array(urlField).optional() })
      .optional()
      .describe('Who wrote the program, when it is not us, and the evidence that was looked at'),
    scopes: z.record(scopeField, text).optional().describe('OAuth scope: why the app needs it'),
    callbackUrls,
    policies: policies.optional().describe('Who may use the app, from where and for how long'),
    identity: identity.optional(),
    permissions: z
      .strictObject({
        objects: z.record(apiNameField('Order or Invoice__c'), z.array(z.enum(objectAccesses))).optional(),
        fields: z.record(apiNameField('Order.ExternalId__c', 2), z.array(z.enum(fieldAccesses))).optional(),
        apexClasses: z.array(apiNameField('OrderService')).optional(),
        userPermissions: z.array(apiNameField('ApiEnabled')).optional(),
      })
      .optional()
      .describe('What the data permission set grants'),
    credentials: z
      .strictObject({
        store,
        rotateEveryDays: days.optional().describe('Rotate the credential at least this often'),
        lastRotated: dayField.optional(),
        certificateFile,
      })
      .optional()
      .describe('The credential: where it is kept and how often it is rotated'),
    review: z
      .strictObject({
        everyDays: days.optional().describe('Review the app at least this often'),
        last: dayField.optional(),
        by: text.optional(),
      })
      .optional()
      .describe('The yearly review'),
    environments: z
      .record(text, environment)
      .optional()
      .describe('What differs per org; key: alias or username that sf knows'),
  })
  .describe('A client app of "sf clientapp": what it is, why it needs each scope, its owner, user and dates');

export type Manifest = z.output<typeof manifestSchema>;
export type EnvironmentOverride = z.output<typeof environment>;
