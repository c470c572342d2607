import type {
  Criticality,
  Flow,
  IntegrationModel,
  IpRelaxation,
  PermittedUsers,
  Registration,
} from '../../app/clientApp.js';

/** Why something is not known, and of which places: `source`, or the alias of an org. */
export type Gap = { reason: string; places: string[] };

/**
 * One fact as each place that was audited tells it: several values where they differ, gaps where a place does not tell.
 * What nobody knows has no value at all, so that it can never be shown as none, zero or no.
 */
export type Told<T> = { values: Array<{ value: T; places: string[] }>; gaps: Gap[] };

/** A number of something that adds up over orgs; no value when no org tells. */
export type Counted<T> = { value?: T; gaps: Gap[] };

export type ScopePortrait = {
  scope: string;
  meaning?: string;
  /** Places that grant it; none for a scope that is only declared. */
  grantedIn: string[];
  isDeclared: boolean;
  /** Why the app needs it, as its manifest says. */
  reason?: string;
  /** `not-visible`: no log shows whether this scope is used. */
  use: 'used' | 'not-seen' | 'not-visible' | 'unknown';
  /** What was seen, or why nothing can be. */
  useNote: string;
};

export type UserPortrait = {
  user: string;
  org: string;
  roles: Array<'run-as' | 'token holder'>;
  profile?: string;
  license?: string;
  /** Undefined when it is not known. */
  isActive?: boolean;
  isFrozen?: boolean;
  apiOnly?: boolean;
  /** Undefined when the tokens of this org could not be read. */
  tokens?: number;
  lastUsed?: string;
};

export type TokenAge = { label: string; total: number; /** Of these, not used for 90 days or never. */ idle: number };

export type TokenPortrait = {
  total: number;
  users: number;
  idle: number;
  neverUsed: number;
  /** By the days since a token was created; every bucket is present. */
  ages: TokenAge[];
};

/** How much of the life of a certificate is over. */
export type CertificateLife = { ends: string; inDays: number; lifeDays: number };

/** A credential or a review with a rhythm. */
export type Rhythm = { last: string; ageDays: number; everyDays: number; due: string; dueInDays: number };

export type SeverityCounts = { critical: number; high: number; moderate: number; low: number; info: number };

export type Grade = {
  /** By the worst finding that is neither waived nor fixed: F Critical, D High, C Moderate, B Low, A none of these. */
  letter: 'A' | 'B' | 'C' | 'D' | 'F';
  /** False when rules could not be answered for this app: the letter is then the best it can be. */
  isComplete: boolean;
  why: string;
};

export type FlowPortrait = { flow: string; state: Told<boolean> };

/** A client app as an auditor looks at it: source and every org in one picture. */
export type AppPortrait = {
  name: string;
  label?: string;
  registration: Registration;
  /** `source` and the aliases of the orgs it was seen in. */
  places: string[];
  managed: boolean;
  firstParty: boolean;
  manifest?: { file: string };
  owner?: string;
  criticality?: Criticality;
  model?: IntegrationModel;
  declaredFlow?: Flow;
  vendor?: string;
  description: Told<string>;
  contact: Told<string>;
  enabled: Told<boolean>;
  flows: FlowPortrait[];
  permittedUsers: Told<PermittedUsers>;
  permissionSets: Told<string[]>;
  profiles: Told<string[]>;
  /** Active users who may open the app through a permission set or profile, over all orgs. */
  assignedUsers: Counted<number>;
  ipRelaxation: Told<IpRelaxation>;
  ipRanges: Told<string[]>;
  refreshToken: Told<string>;
  sessionTimeout: Told<string>;
  pkceRequired: Told<boolean>;
  callbackUrls: Told<string[]>;
  scopes: { values: ScopePortrait[]; gaps: Gap[] };
  users: { values: UserPortrait[]; more: number; gaps: Gap[] };
  tokens: Counted<TokenPortrait>;
  created: Told<string>;
  lastUsed: Told<string>;
  /** The client secret; undefined for an app that has none. */
  secret?: { rhythm: Rhythm } | { gap: string };
  certificate: Told<CertificateLife>;
  review: { rhythm: Rhythm } | { gap: string };
  counts: SeverityCounts;
  waived: number;
  unanswered: number;
  grade: Grade;
};
