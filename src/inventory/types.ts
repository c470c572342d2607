import type { ClientApp, IpRelaxation, PermittedUsers, RefreshTokenPolicy, Registration } from '../app/clientApp.js';
import type { MetadataDocument } from '../registration/document.js';
import type { OrgEvidence } from './evidence.js';

/** A place in a source file; lines and columns count from 1. */
export type Location = { file: string; startLine: number; startColumn: number };

/**
 * One fact about a client app: known (with its place in a file, where there is one), or not known and why.
 * A default that the platform applies when an element is absent is known.
 */
export type Fact<T> =
  | { known: true; value: T; at?: Location | undefined }
  | {
      known: false;
      /** One sentence without a full stop: "the file X.ecaGlblOauth is not in source". */ reason: string;
    };

/** A value with its place, inside a fact that holds several. */
export type Located<T> = { value: T; at?: Location | undefined };

/** Where a record of the inventory comes from. */
export type Origin = { kind: 'source'; file: string } | { kind: 'org'; org: string; id: string };

export type InventoryIpRange = {
  start: string;
  end: string;
  description?: string | undefined;
  at?: Location | undefined;
};

/** An element that is for a secret and is not empty; `isTemplate` when its text waits for a pipeline to fill it in. */
export type SecretElement = { element: string; isTemplate: boolean };

/** A client app as source or an org has it. Both families and both origins give the same shape, so rules need not ask. */
export type InventoryApp = {
  /** API name. For a connected app seen only in SOQL the label stands in, and `nameIsLabel` says so. */
  name: string;
  nameIsLabel?: true | undefined;
  label?: string | undefined;
  registration: Registration;
  origin: Origin;
  namespace?: string | undefined;
  /** Installed from a package: the vendor decides, and its metadata may not come back. */
  managed: boolean;
  /** One of Salesforce's own apps, from the data file. */
  firstParty: boolean;
  /** True when its metadata has settings for a mobile client. */
  mobile?: boolean | undefined;
  /** False for SAML-only, canvas-only and link-only apps: OAuth rules do not apply. */
  usesOauth: Fact<boolean>;
  description: Fact<string | undefined>;
  contactEmail: Fact<string | undefined>;
  /** Canonical OAuth spelling (`refresh_token`, never `offline_access`); unknown values as written. */
  scopes: Fact<Array<Located<string>>>;
  callbackUrls: Fact<Array<Located<string>>>;
  permittedUsers: Fact<PermittedUsers>;
  /** Names as written: API names, labels or ids (platform.md 8.35). */
  grants: Fact<{ permissionSets: Array<Located<string>>; profiles: Array<Located<string>> }>;
  ipRelaxation: Fact<IpRelaxation>;
  ipRanges: Fact<InventoryIpRange[]>;
  refreshToken: Fact<RefreshTokenPolicy>;
  /** Minutes; undefined when the app leaves it to profile and org. */
  sessionTimeoutMinutes: Fact<number | undefined>;
  pkceRequired: Fact<boolean>;
  secretOptional: Fact<boolean>;
  secretRequiredForRefresh: Fact<boolean>;
  refreshTokenRotation: Fact<boolean>;
  clientCredentials: {
    /** Switch in the app's settings; for a connected app the only switch. */
    settings: Fact<boolean>;
    /** Switch in the policies (ECA); the same as `settings` for a connected app. */
    policy: Fact<boolean>;
    runAsUser: Fact<string | undefined>;
  };
  deviceFlow: Fact<boolean>;
  guestCodeCredentialFlow: Fact<boolean>;
  /** PEM or bare base64 of the X.509 certificate, whose presence is what enables jwt-bearer. */
  certificate: Fact<string | undefined>;
  /** Name of the org's certificate with which the app's own assertions are checked; External Client Apps only. */
  clientAssertionCertificate?: Fact<string | undefined> | undefined;
  consumerKey: Fact<string | undefined>;
  /** Elements that bind a file to one org: `oauthLink`, `orgScopedExternalApp`, `consumerKey`. */
  orgBound: Array<Located<{ element: string; value: string }>>;
  /** Secrets written in the app's own metadata; the value itself is never kept. */
  secretElements: Array<Located<SecretElement>>;
  rotatesOnDeploy: Array<Located<{ element: string }>>;
  /** ECA kill switches; true for a connected app. */
  enabled: Fact<boolean>;
  /** Who made the registration and when (org only); absent parts are not known. */
  record?:
    | {
        createdDate?: string | undefined;
        createdById?: string | undefined;
        lastModifiedDate?: string | undefined;
        lastModifiedById?: string | undefined;
      }
    | undefined;
  /** The files it was read from (source only). */
  documents: MetadataDocument[];
  /** The manifest of the same name, when there is one. */
  manifest?: InventoryManifest | undefined;
};

export type InventoryManifest = {
  file: string;
  /** Absent when the file cannot be read; then `problems` says why. */
  app?: ClientApp | undefined;
  /** Names of the environments that override something. */
  environments: string[];
  problems: Array<{ message: string; line: number; column: number }>;
  /** Line of each top-level or dotted key, for findings: `credentials.lastRotated`. */
  lines: Record<string, number>;
};

export type InventoryPermissionSet = {
  name: string;
  label?: string | undefined;
  origin: Origin;
  isProfile: boolean;
  userPermissions: Array<Located<string>>;
  /** Only rows that grant something. */
  objectPermissions: Array<
    Located<{ object: string; access: Array<'read' | 'create' | 'edit' | 'delete' | 'view-all' | 'modify-all'> }>
  >;
  /** Number of active users who hold it (org only). */
  activeUsers: Fact<number>;
};

/** Org-wide switches that change what an app's own settings mean; each fact is per origin. */
export type InventorySettings = {
  origin: Origin;
  /** `OauthOidcSettings.blockOAuthUnPwFlow`. */
  blockUsernamePasswordFlow: Fact<boolean>;
  /** `OauthOidcSettings.blockOAuthUsrAgtFlow`. */
  blockUserAgentFlow: Fact<boolean>;
  /** `OauthOidcSettings.isPkceRequired`. */
  pkceRequired: Fact<boolean>;
  /** `ConnectedAppSettings.enableAdminApprovedAppsOnly`: API Access Control. */
  apiAccessControl: Fact<boolean>;
  /** `ExternalClientAppSettings.enableClientSecretInRestApiAccess` or the deprecated `enableConsumerSecretApiAccess`. */
  clientSecretsReadable: Fact<boolean>;
  /** `SecuritySettings.sessionSettings.sessionTimeout`, in minutes. */
  sessionTimeoutMinutes: Fact<number>;
  /** `SecuritySettings.sessionSettings.enforceIpRangesEveryRequest`: login ranges hold for client apps too. */
  enforceIpRangesEveryRequest: Fact<boolean>;
  /** `SecuritySettings.networkAccess.ipRanges`: the org's trusted addresses. */
  trustedIpRanges: Fact<InventoryIpRange[]>;
};

/** A grant that a user gave (or was given) to an app: one row of OauthToken, without its secrets. */
export type InventoryToken = {
  id: string;
  org: string;
  appName: string;
  /** 0H4… or 0xI…, when the row names it. */
  applicationId?: string | undefined;
  userId: string;
  username?: string | undefined;
  userIsActive?: boolean | undefined;
  createdDate?: string | undefined;
  lastUsedDate?: string | undefined;
  useCount?: number | undefined;
};

/** A file in the project that could hold a secret, with what was found; the value itself is never kept. */
export type SecretSighting = Located<{
  kind: 'private-key' | 'sfdx-auth-url' | 'client-secret' | 'refresh-token' | 'access-token';
}> & {
  at: Location;
  trackedByGit: boolean | undefined;
};

/** A file that was passed over, named so that nothing is missing silently. */
export type SkippedFile = { file: string; reason: string; line?: number | undefined; column?: number | undefined };

export type Coverage = {
  /** `source:force-app`, `org:uat/OauthToken` … */
  source: string;
  status: 'complete' | 'partial' | 'unavailable';
  reason?: string | undefined;
  rows?: number | undefined;
};

/** The normalised picture that rules look at. */
export type Inventory = {
  apps: InventoryApp[];
  permissionSets: InventoryPermissionSet[];
  settings: InventorySettings[];
  manifests: InventoryManifest[];
  /** Every metadata file of the families that was read, for the rules on files. */
  documents: MetadataDocument[];
  secretSightings: SecretSighting[];
  /** Per org; not known when OauthToken could not be read in full. */
  tokens: Array<{ org: string; rows: Fact<InventoryToken[]> }>;
  /** What each audited org tells besides: users, logins, logs, changes. */
  orgs: OrgEvidence[];
  /** Files tracked by git, relative like `documents[].file`; not known outside a repository. */
  trackedFiles: Fact<ReadonlySet<string>>;
  skipped: SkippedFile[];
  coverage: Coverage[];
};

export const known = <T>(value: T, at?: Location): Fact<T> =>
  at ? { known: true, value, at } : { known: true, value };
export const unknown = (reason: string): { known: false; reason: string } => ({ known: false, reason });
