import type { OrgDirectory } from './metadata/index.js';
import type { Org } from './org.js';
import { profileComponent } from './profileComponent.js';
import { findColumn } from './tables/open.js';
import { businessObjects } from './tables/business.js';
import { findUser } from './tables/users.js';
import type { Table } from './tables/table.js';
import { isKeyTaken } from './world.js';

const findObject = (name: string): Table | undefined => businessObjects.find((table) => table.name === name);

/** What the metadata half may ask of the rest of the org. */
export const createDirectory = (org: Org): OrgDirectory => ({
  organizationId: org.id,
  isSandbox: org.state.switches.isSandbox,
  now: org.clock.now,
  newId: org.newId,
  findUser: (username) => {
    const user = findUser(org, username);
    return user && { id: user.Id, isActive: user.IsActive === true };
  },
  profileNames: () => org.state.profiles.map(({ name }) => name),
  profiles: () => org.state.profiles.map((profile) => profileComponent(org, profile)),
  hasObject: (name) => findObject(name) !== undefined,
  hasField: (object, field) => {
    const table = findObject(object);
    return table !== undefined && findColumn(table, field)?.name === field;
  },
  hasApexClass: (name) => org.state.apexClasses.has(name),
  connectedAppCreationAllowed: () => org.state.switches.connectedAppCreationAllowed,
  isConsumerKeyTakenElsewhere: (key) => isKeyTaken(org.world, key, org),
  propagationDelayMs: () => org.state.switches.propagationDelayMs,
});
