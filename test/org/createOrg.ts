import { createClock } from './clock.js';
import { createDirectory } from './directory.js';
import { createFaults } from './http/faults.js';
import { createIdGenerator } from './ids.js';
import { createMetadataApi, type MetadataOptions } from './metadata/index.js';
import type { Org, OrgState, Switches } from './org.js';
import { createWorld, type World } from './world.js';

export type OrgOptions = {
  now?: Date;
  switches?: Partial<Switches>;
  metadata?: MetadataOptions;
  /** Orgs that should know of each other's keys and usernames. */
  world?: World;
};

const defaultSwitches: Switches = {
  isSandbox: false,
  connectedAppCreationAllowed: false,
  propagationDelayMs: 0,
  listNeverUsedApps: true,
  externalClientAppObjectsOn: ['data'],
  latencyMs: 0,
  stagedCredentialDays: 30,
  useAnyApiClient: false,
  viewSetupAuditTrail: false,
  eventLogObjects: false,
};

let pods = 0;

const createState = (switches: Partial<Switches> = {}): OrgState => ({
  metadata: { components: [], consumers: [] },
  profiles: [],
  records: {},
  sessions: [],
  grants: [],
  codes: [],
  foreignApps: [],
  usedAssertionIds: new Set(),
  apexClasses: new Set(['OrderService']),
  eventLogFiles: [],
  missingColumns: new Set(),
  missingObjects: new Set(),
  sourceAddress: '203.0.113.10',
  switches: { ...defaultSwitches, ...switches },
});

/** An org without users and without an address. */
export const createOrg = ({ now, switches, metadata, world = createWorld() }: OrgOptions): Org => {
  const newId = createIdGenerator((pods += 1));
  const state = createState(switches);
  const aggregates = new Map<string, string>();
  const org: Omit<Org, 'metadata'> = {
    id: newId('00D'),
    url: '',
    clock: createClock(now),
    newId,
    state,
    world,
    faults: createFaults(),
    requests: [],
    records: (table) => (state.records[table] ??= []),
    aggregateIdOf: (groupId) => {
      const known = aggregates.get(groupId) ?? newId('0PS');
      aggregates.set(groupId, known);
      return known;
    },
  };
  const whole = org as Org;
  whole.metadata = createMetadataApi(state.metadata, createDirectory(whole), metadata);
  world.orgs.add(whole);
  return whole;
};
