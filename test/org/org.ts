import type { Clock } from './clock.js';
import type { Faults } from './http/faults.js';
import type { OrgRequest } from './http/exchange.js';
import type { MetadataApi, MetadataStore } from './metadata/index.js';
import type { AuthorizationCode, ForeignApp, Grant } from './oauth/types.js';
import type { Grants } from './permissions.js';
import type { Session } from './sessions.js';
import type { Row } from './tables/table.js';
import type { World } from './world.js';

export type Profile = {
  id: string;
  permissionSetId: string;
  name: string;
  license: string;
  grants: Grants;
  loginIpRanges: Array<{ start: string; end: string }>;
};

export type Switches = {
  isSandbox: boolean;
  /** False since Spring '26 unless Support allowed it (platform.md 3.1). */
  connectedAppCreationAllowed: boolean;
  /** How long a fresh key answers `client identifier invalid` (platform.md 8.17). */
  propagationDelayMs: number;
  /** Whether `/apps/oauth/usage` lists an app that nobody has used: sources disagree (platform.md 4.4). */
  listNeverUsedApps: boolean;
  /** Where External Client App objects answer: sources disagree (audit.md A.8). */
  externalClientAppObjectsOn: Array<'data' | 'tooling'>;
  /** Added to every call. */
  latencyMs: number;
  stagedCredentialDays: number;
  /** Salesforce Support enabled API Access Control: only then is there a permission Use Any API Client (audit.md A.5). */
  useAnyApiClient: boolean;
  /** As from Spring '27: reading SetupAuditTrail takes a permission of its own (audit.md 0). */
  viewSetupAuditTrail: boolean;
  /** The add-on that lets SOQL read ApiTotalUsageEventLog (audit.md A.9). */
  eventLogObjects: boolean;
};

type EventLogFile = { row: Row; content: () => Iterable<string> | AsyncIterable<string> };

/** Everything the org remembers: tests seed it and look into it. */
export type OrgState = {
  metadata: MetadataStore;
  profiles: Profile[];
  /** Rows of tables that keep their own, by object name. */
  records: Record<string, Row[]>;
  sessions: Session[];
  /** Approvals with a refresh token: the rows of OauthToken. */
  grants: Grant[];
  codes: AuthorizationCode[];
  /** Apps known to the world but not installed in this org. */
  foreignApps: ForeignApp[];
  usedAssertionIds: Set<string>;
  apexClasses: Set<string>;
  eventLogFiles: EventLogFile[];
  /** `Object.Column` of what this org happens not to have: editions and add-ons differ (audit.md A.5). */
  missingColumns: Set<string>;
  /** Objects that it denies to have, whoever asks. */
  missingObjects: Set<string>;
  /** Where callers seem to come from, unless they send `x-loopback-source`. */
  sourceAddress: string;
  switches: Switches;
};

export type Org = {
  id: string;
  url: string;
  clock: Clock;
  newId: (prefix: string) => string;
  state: OrgState;
  world: World;
  faults: Faults;
  requests: OrgRequest[];
  metadata: MetadataApi;
  records: (table: string) => Row[];
  /** The permission set that stands for a permission set group: made once, kept. */
  aggregateIdOf: (groupId: string) => string;
};
