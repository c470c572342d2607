import { known, unknown, type Fact, type Inventory, type InventoryApp } from '../inventory/types.js';
import { auditedOrgs } from './auditedOrgs.js';
import { profilesBehind } from './usersOfApp.js';

/** The session timeout that an app without its own gets, and from whom. */
export type Inherited = { minutes: number; by: string };

const longer = (one: Inherited, other: Inherited): Inherited => (other.minutes > one.minutes ? other : one);

/** Precedence: app, profile, org. Of several profiles the longest counts. Source does not know the profiles of an org. */
export const inheritedTimeout = (inventory: Inventory, app: InventoryApp): Fact<Inherited> => {
  const { origin } = app;
  const org = origin.kind === 'org' ? auditedOrgs(inventory).find((one) => one.org === origin.org) : undefined;
  if (!org) return unknown('source does not tell which profiles its users have');
  const profiles = profilesBehind(inventory, org, app);
  if (!profiles.known) return profiles;
  const settings = inventory.settings.find((one) => one.origin.kind === 'org' && one.origin.org === org.org);
  const ofOrg: Fact<number> =
    settings?.sessionTimeoutMinutes ?? unknown('the session settings of the org were not read');
  const own = profiles.value.flatMap(({ name, sessionTimeoutMinutes: minutes }): Inherited[] =>
    minutes === undefined ? [] : [{ minutes, by: `the profile ${name}` }],
  );
  if (profiles.value.length > 0 && own.length === profiles.value.length) return known(own.reduce(longer));
  return ofOrg.known ? known(own.reduce(longer, { minutes: ofOrg.value, by: 'the org' })) : ofOrg;
};
