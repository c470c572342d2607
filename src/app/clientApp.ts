/** Where the org keeps a client app: an External Client App or a Connected App. */
export const registrations = ['external-client-app', 'connected-app'] as const;
export type Registration = (typeof registrations)[number];

/** What kind of program the client app is; drives flow and scopes. */
export const integrationModels = ['web', 'mobile', 'backend', 'cli'] as const;
export type IntegrationModel = (typeof integrationModels)[number];

/** How the app gets its tokens; refresh is part of the first. */
export const flows = ['authorization-code', 'jwt-bearer', 'client-credentials'] as const;
export type Flow = (typeof flows)[number];

export const criticalities = ['low', 'medium', 'high', 'critical'] as const;
export type Criticality = (typeof criticalities)[number];

export const permittedUsersValues = ['admin-approved', 'self-authorize'] as const;
export type PermittedUsers = (typeof permittedUsersValues)[number];

export const ipRelaxations = ['enforce', 'enforce-relax-refresh', 'bypass-with-second-factor', 'bypass'] as const;
export type IpRelaxation = (typeof ipRelaxations)[number];

export const refreshTokenRules = ['never', 'lifetime', 'inactivity', 'immediate'] as const;

/** `never`: does not expire; `immediate`: expires at once; the others after so many days (hours and months only in read metadata). */
export type RefreshTokenPolicy =
  | { rule: 'never' | 'immediate' }
  | { rule: 'lifetime' | 'inactivity'; days: number }
  | { rule: 'lifetime' | 'inactivity'; hours: number };

export const sessionLevels = ['low', 'standard', 'high-assurance'] as const;
export type SessionLevel = (typeof sessionLevels)[number];

export type Policies = {
  permittedUsers: PermittedUsers;
  ipRelaxation: IpRelaxation;
  /** CIDR, `a-b` or one address. */
  ipRanges: string[];
  refreshToken: RefreshTokenPolicy;
  session: { timeoutMinutes: number; level: SessionLevel };
};

export const objectAccesses = ['read', 'create', 'edit', 'delete', 'view-all', 'modify-all'] as const;
export type ObjectAccess = (typeof objectAccesses)[number];

export const fieldAccesses = ['read', 'edit'] as const;
export type FieldAccess = (typeof fieldAccesses)[number];

export type Permissions = {
  objects: Record<string, ObjectAccess[]>;
  fields: Record<string, FieldAccess[]>;
  apexClasses: string[];
  userPermissions: string[];
};

/**
 * A client app as its manifest declares it, with every default filled in.
 * Dates are calendar days, `YYYY-MM-DD`.
 */
export type ClientApp = {
  /** API name, which also names the registration and the permission sets. */
  name: string;
  label: string;
  description: string;
  registration: Registration;
  model: IntegrationModel;
  flow: Flow;
  owner: { name?: string | undefined; email: string };
  criticality: Criticality;
  vendor?: { name: string; url?: string | undefined; dueDiligence: string[] } | undefined;
  /** OAuth spelling of each scope, with the reason why the app needs it. */
  scopes: Record<string, string>;
  callbackUrls: string[];
  policies: Policies;
  identity: { user?: string | undefined };
  permissions: Permissions;
  credentials: {
    store: string;
    rotateEveryDays: number;
    lastRotated?: string | undefined;
    /** PEM certificate of a jwt-bearer app, relative to the project's root. */
    certificateFile?: string | undefined;
  };
  review: { everyDays: number; last?: string | undefined; by?: string | undefined };
};

/** `<Name>_Access` opens the app; `<Name>_Data` holds objects, fields and classes (design: one licence cannot hold both). */
export const permissionSetNames = (name: string): { access: string; data: string } => ({
  access: `${name}_Access`,
  data: `${name}_Data`,
});

/** True when the client holds no secret: mobile and command-line programs cannot keep one (RFC 8252), jwt-bearer signs instead. */
export const isPublicClient = (app: Pick<ClientApp, 'model' | 'flow'>): boolean =>
  app.flow === 'authorization-code' && (app.model === 'mobile' || app.model === 'cli');

/** True when the program authenticates with a client secret. */
export const usesSecret = (app: Pick<ClientApp, 'model' | 'flow'>): boolean =>
  app.flow === 'client-credentials' || (app.flow === 'authorization-code' && !isPublicClient(app));
