import { z } from 'zod';
import { ipRelaxations, permittedUsersValues, registrations, type RefreshTokenPolicy } from '../../app/clientApp.js';
import type { InventoryPermissionSet, InventorySettings, InventoryToken, SecretElement } from '../types.js';
import { fact, flag, ipRange, located, maybeText, number, objectOf, origin, text } from './shapes.js';
import type { SnapshotOrg } from './snapshot.js';

const refreshToken: z.ZodType<RefreshTokenPolicy> = z.union([
  z.object({ rule: z.enum(['never', 'immediate']) }),
  z.object({ rule: z.enum(['lifetime', 'inactivity']), days: number }),
  z.object({ rule: z.enum(['lifetime', 'inactivity']), hours: number }),
]);

const element = objectOf<{ element: string }>({ element: text });

export const app = objectOf<SnapshotOrg['apps'][number]>({
  name: text,
  nameIsLabel: z.literal(true).optional(),
  label: maybeText,
  registration: z.enum(registrations),
  origin,
  namespace: maybeText,
  managed: flag,
  firstParty: flag,
  mobile: flag.optional(),
  usesOauth: fact(flag),
  description: fact(maybeText),
  contactEmail: fact(maybeText),
  scopes: fact(z.array(located(text))),
  callbackUrls: fact(z.array(located(text))),
  permittedUsers: fact(z.enum(permittedUsersValues)),
  grants: fact(z.object({ permissionSets: z.array(located(text)), profiles: z.array(located(text)) })),
  ipRelaxation: fact(z.enum(ipRelaxations)),
  ipRanges: fact(z.array(ipRange)),
  refreshToken: fact(refreshToken),
  sessionTimeoutMinutes: fact(number.optional()),
  pkceRequired: fact(flag),
  secretOptional: fact(flag),
  secretRequiredForRefresh: fact(flag),
  refreshTokenRotation: fact(flag),
  clientCredentials: objectOf<SnapshotOrg['apps'][number]['clientCredentials']>({
    settings: fact(flag),
    policy: fact(flag),
    runAsUser: fact(maybeText),
  }),
  deviceFlow: fact(flag),
  guestCodeCredentialFlow: fact(flag),
  certificate: fact(maybeText),
  clientAssertionCertificate: fact(maybeText).optional(),
  consumerKey: fact(maybeText),
  orgBound: z.array(located(objectOf<{ element: string; value: string }>({ element: text, value: text }))),
  secretElements: z.array(located(objectOf<SecretElement>({ element: text, isTemplate: flag }))),
  rotatesOnDeploy: z.array(located(element)),
  enabled: fact(flag),
  record: objectOf<NonNullable<SnapshotOrg['apps'][number]['record']>>({
    createdDate: maybeText,
    createdById: maybeText,
    lastModifiedDate: maybeText,
    lastModifiedById: maybeText,
  }).optional(),
});

const accesses = ['read', 'create', 'edit', 'delete', 'view-all', 'modify-all'] as const;

export const permissionSet = objectOf<InventoryPermissionSet>({
  name: text,
  label: maybeText,
  origin,
  isProfile: flag,
  userPermissions: z.array(located(text)),
  objectPermissions: z.array(located(z.object({ object: text, access: z.array(z.enum(accesses)) }))),
  activeUsers: fact(number),
});

export const settings = objectOf<InventorySettings>({
  origin,
  blockUsernamePasswordFlow: fact(flag),
  blockUserAgentFlow: fact(flag),
  pkceRequired: fact(flag),
  apiAccessControl: fact(flag),
  clientSecretsReadable: fact(flag),
  sessionTimeoutMinutes: fact(number),
  enforceIpRangesEveryRequest: fact(flag),
  trustedIpRanges: fact(z.array(ipRange)),
});

export const token = objectOf<InventoryToken>({
  id: text,
  org: text,
  appName: text,
  applicationId: maybeText,
  userId: text,
  username: maybeText,
  userIsActive: flag.optional(),
  createdDate: maybeText,
  lastUsedDate: maybeText,
  useCount: number.optional(),
});
