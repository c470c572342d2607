import type { InventoryUser, OrgEvidence, PermissionHolders } from '../../../src/inventory/evidence.js';
import { known, type Inventory, type InventoryApp, type InventoryToken } from '../../../src/inventory/types.js';
import type { FindingDraft, Outcome, Rule, RuleContext } from '../../../src/audit/rule.js';
import { anApp, anInventory, context, evidence } from './anInventory.js';

/** `005000000000001AAA` for 1. */
export const userId = (number: number): string => `005${String(number).padStart(12, '0')}AAA`;

/** A person who can log in; `overrides` are what a test is about. */
export const aUser = (number: number, overrides: Partial<InventoryUser> = {}): InventoryUser => ({
  id: userId(number),
  username: `user${number}@acme.example`,
  isActive: true,
  isFrozen: known(false),
  userType: 'Standard',
  license: 'Salesforce',
  apiOnly: known(false),
  ...overrides,
});

export const aToken = (overrides: Partial<InventoryToken> = {}): InventoryToken => ({
  id: '0CQ000000000001',
  org: 'uat',
  appName: 'Billing',
  userId: userId(1),
  username: 'user1@acme.example',
  userIsActive: true,
  createdDate: '2026-10-01T00:00:00.000+0000',
  lastUsedDate: '2026-11-20T10:11:12.000+0000',
  useCount: 3,
  ...overrides,
});

export const inUat = (id = '0H4000000000001AAA') => ({ kind: 'org' as const, org: 'uat', id });

/** The good app, seen in the org. */
export const anOrgApp = (overrides: Partial<InventoryApp> = {}): InventoryApp =>
  anApp({ registration: 'connected-app', origin: inUat(), ...overrides });

/** Who holds what: `{ ModifyAllData: [1, 2] }`, from the profile Admin unless named otherwise; nobody holds the rest. */
export const permissions = (
  holders: Record<string, ReadonlyArray<number | [number, ...string[]]>>,
): OrgEvidence['permissionHolders'] => {
  const powers = ['ModifyAllData', 'ManageUsers', 'AuthorApex', 'CustomizeApplication', 'ViewAllData'];
  const none = powers.map((permission): PermissionHolders => ({ permission, exists: true, holders: [] }));
  const some = Object.entries(holders).map(([permission, users]): PermissionHolders => ({
    permission,
    exists: true,
    holders: users.map((user) =>
      typeof user === 'number'
        ? { userId: userId(user), via: ['profile Admin'] }
        : { userId: userId(user[0]), via: user.slice(1).map(String) },
    ),
  }));
  return known([...none.filter(({ permission }) => !(permission in holders)), ...some]);
};

type Told = {
  evidence?: Partial<OrgEvidence>;
  tokens?: InventoryToken[];
  apps?: InventoryApp[];
  inventory?: Partial<Inventory>;
  context?: Partial<RuleContext>;
};

/** What a rule says of one org. */
export const ofOrg = (
  rule: Rule,
  { evidence: told = {}, tokens = [], apps = [anOrgApp()], ...rest }: Told,
): Outcome[] =>
  rule.check(
    anInventory({
      apps,
      tokens: [{ org: 'uat', rows: known(tokens) }],
      orgs: [evidence(told)],
      ...rest.inventory,
    }),
    { ...context, ...rest.context },
  );

/** Outcomes that must all be findings. */
export const findings = (outcomes: Outcome[]): FindingDraft[] =>
  outcomes.map((outcome) => {
    if (outcome.kind !== 'finding') throw new Error(`a finding expected, got ${JSON.stringify(outcome)}`);
    return outcome;
  });
