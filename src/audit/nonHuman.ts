import type { InventoryUser } from '../inventory/evidence.js';
import { known, type Fact, type InventoryApp } from '../inventory/types.js';
import type { AuditedOrg } from './auditedOrgs.js';
import { findUser } from './orgUsers.js';
import { orgFinding } from './orgOutcomes.js';
import { finding, shortId } from './outcomes.js';
import type { Confidence, FindingDraft } from './rule.js';
import { clientCredentialsState } from './soleFlow.js';
import { listed } from './texts.js';

/** A user that a program signs in as, and why it is thought so. */
export type NonHuman = {
  user: InventoryUser;
  /** Ends "… is a program's user: ". */
  why: string;
  by: 'run-as' | 'manifest' | 'license' | 'api-only' | 'name';
  /** Low when only the name says so: people have strange names. */
  confidence: Confidence;
  /** Apps that run as this user or declare it. */
  apps: readonly InventoryApp[];
};

/** The words that the benchmark lists (SBS-ACS-007), as a part of the name; people are called neither. */
const integrationName = /(?:^|[._+-])(?:integrations?|api|svc|service|bot|automation)(?:[._+@-]|\d|$)/i;

/** True for a username that sounds like a program's: a hint, never a proof. */
export const soundsLikeProgram = (username: string): boolean => integrationName.test(username.slice(0, 255));

/** Salesforce Integration, and only that: a user type says nothing (audit.md A.5). */
export const integrationLicense = 'Salesforce Integration';

/** The user that an app runs as by client credentials, as written: a username or an id. */
export const runAsUserOf = (app: InventoryApp): string | undefined =>
  clientCredentialsState(app) === 'off' || !app.clientCredentials.runAsUser.known
    ? undefined
    : app.clientCredentials.runAsUser.value?.trim() || undefined;

type Apps = Map<string, InventoryApp[]>;

const appsByUser = ({ evidence, index }: AuditedOrg, userOf: (app: InventoryApp) => string | undefined): Apps => {
  const found: Apps = new Map();
  for (const app of index.apps) {
    const name = userOf(app);
    const user = name === undefined ? undefined : findUser(evidence, name);
    if (!user) continue;
    const id = shortId(user.id);
    const apps = found.get(id);
    if (apps) apps.push(app);
    else found.set(id, [app]);
  }
  return found;
};

const named = (apps: readonly InventoryApp[]): string => listed(apps.map(({ name }) => name));

/** The strongest reason comes first. */
const reasonFor = (
  user: InventoryUser,
  runAs: readonly InventoryApp[],
  declared: readonly InventoryApp[],
): Pick<NonHuman, 'why' | 'by' | 'confidence'> | undefined => {
  if (runAs.length > 0)
    return { by: 'run-as', why: `${named(runAs)} ${runAs.length === 1 ? 'runs' : 'run'} as it`, confidence: 'high' };
  if (declared.length > 0) {
    return { by: 'manifest', why: `the manifest of ${named(declared)} declares it`, confidence: 'high' };
  }
  if (user.license === integrationLicense) {
    return { by: 'license', why: `its licence is ${integrationLicense}`, confidence: 'high' };
  }
  if (user.apiOnly.known && user.apiOnly.value) return { by: 'api-only', why: 'it is API only', confidence: 'high' };
  if (soundsLikeProgram(user.username)) return { by: 'name', why: 'its name sounds so', confidence: 'low' };
  return undefined;
};

/** Users that programs sign in as, by the first 15 characters of their id. */
export type NonHumans = ReadonlyMap<string, NonHuman>;

const find = (org: AuditedOrg, users: readonly InventoryUser[]): NonHumans => {
  const runAs = appsByUser(org, runAsUserOf);
  const declared = appsByUser(org, (app) => app.manifest?.app?.identity.user);
  const found = new Map<string, NonHuman>();
  for (const user of users) {
    const id = shortId(user.id);
    const [running, declaring] = [runAs.get(id) ?? [], declared.get(id) ?? []];
    const reason = reasonFor(user, running, declaring);
    const apps = [...new Set([...running, ...declaring])];
    // A person who cannot log in is no risk of today, and neither is a program.
    if (reason && user.isActive) found.set(id, { user, ...reason, apps });
  }
  return found;
};

const answers = new WeakMap<AuditedOrg, Fact<NonHumans>>();

/** The active users of an org that programs sign in as; made once. */
export const nonHumans = (org: AuditedOrg): Fact<NonHumans> => {
  const made = answers.get(org);
  if (made) return made;
  const { users } = org.evidence;
  const answer = users.known ? known(find(org, users.value)) : users;
  answers.set(org, answer);
  return answer;
};

/** The app of a finding about a user, when it serves exactly one. */
export const onlyApp = ({ apps }: NonHuman): InventoryApp | undefined => (apps.length === 1 ? apps[0] : undefined);

/** A finding about such a user: about its app, when it serves exactly one, else about the org. */
export const aboutUser = (
  org: AuditedOrg,
  one: NonHuman,
  draft: Omit<FindingDraft, 'kind' | 'app' | 'appName' | 'org' | 'user' | 'subject'>,
): FindingDraft => {
  const app = onlyApp(one);
  const own = { ...draft, user: one.user.username, subject: shortId(one.user.id) };
  return app ? finding(app, { ...own, org: org.org }) : orgFinding(org, own);
};
