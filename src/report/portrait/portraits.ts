import { bounded } from '../../audit/bounded.js';
import type { AuditFinding, AuditInconclusive, AuditResult } from '../../audit/result.js';
import type { Inventory, InventoryApp } from '../../inventory/types.js';
import { datesOf } from './dates.js';
import { entryOf } from './entry.js';
import { countSeverities, gradeOf } from './grade.js';
import { scopesOf } from './scopes.js';
import { placeOf, tellOf } from './told.js';
import { tokenReader, tokensOf, type TokenReading } from './tokens.js';
import type { AppPortrait } from './types.js';
import { assignedUsersOf, usersOf } from './users.js';

/** Findings bound the names of apps to this. */
const longestName = 255;

const keyOf = (registration: string, name: string): string => `${registration} ${name}`;

/** Records of one app from source and orgs; where an org only gives a label, the app of that label is meant. */
const groupRecords = (apps: readonly InventoryApp[]): InventoryApp[][] => {
  const groups = new Map<string, InventoryApp[]>();
  const byLabel = new Map<string, string>();
  const named = apps.filter(({ nameIsLabel }) => !nameIsLabel);
  for (const app of named) {
    const key = keyOf(app.registration, app.name);
    groups.set(key, [...(groups.get(key) ?? []), app]);
    if (app.label !== undefined) byLabel.set(keyOf(app.registration, app.label), key);
  }
  for (const app of apps.filter(({ nameIsLabel }) => nameIsLabel)) {
    const own = keyOf(app.registration, app.name);
    const key = byLabel.get(own) ?? own;
    groups.set(key, [...(groups.get(key) ?? []), app]);
  }
  return [...groups.values()];
};

type Declared = Partial<Pick<AppPortrait, 'manifest' | 'owner' | 'criticality' | 'model' | 'declaredFlow' | 'vendor'>>;

const declaredOf = (records: readonly InventoryApp[]): Declared => {
  const manifest = records.find((app) => app.manifest)?.manifest;
  if (!manifest) return {};
  const { file, app } = manifest;
  if (!app) return { manifest: { file } };
  const { owner, criticality, model, flow, vendor } = app;
  return {
    manifest: { file },
    owner: owner.name === undefined ? owner.email : `${owner.name} <${owner.email}>`,
    criticality,
    model,
    declaredFlow: flow,
    ...(vendor ? { vendor: vendor.name } : {}),
  };
};

type Said = { findings: AuditFinding[]; unanswered: AuditInconclusive[] };

/** What the audit said of each app, by name; what it could not answer at all counts for every app. */
const sayings = ({
  findings,
  inconclusive,
}: Pick<AuditResult, 'findings' | 'inconclusive'>): ((name: string) => Said) => {
  const found = Map.groupBy(findings, ({ app }) => app);
  const unanswered = Map.groupBy(inconclusive, ({ app }) => app);
  const general = unanswered.get(undefined) ?? [];
  return (name) => ({
    findings: found.get(bounded(name, longestName)) ?? [],
    unanswered: [...(unanswered.get(bounded(name, longestName)) ?? []), ...general],
  });
};

/** True for a finding about this app, or about its name in general. */
export const isAbout = (
  { registration }: Pick<AuditFinding, 'registration'>,
  portrait: Pick<AppPortrait, 'registration'>,
): boolean => registration === undefined || registration === portrait.registration;

const portraitOf = (
  inventory: Inventory,
  records: readonly InventoryApp[],
  readings: readonly TokenReading[],
  said: Said,
  today: Date,
): AppPortrait => {
  const [first] = records as [InventoryApp, ...InventoryApp[]];
  const label = records.find((app) => app.label !== undefined)?.label;
  const findings = said.findings.filter((finding) => isAbout(finding, first));
  return {
    name: bounded(first.name, longestName),
    ...(label === undefined ? {} : { label }),
    registration: first.registration,
    places: [...new Set(records.map(placeOf))],
    managed: records.some(({ managed }) => managed),
    firstParty: records.some(({ firstParty }) => firstParty),
    ...declaredOf(records),
    description: tellOf(records, ({ description }) => description),
    contact: tellOf(records, ({ contactEmail }) => contactEmail),
    ...entryOf(records),
    assignedUsers: assignedUsersOf(inventory, records),
    scopes: scopesOf(records, inventory),
    users: usersOf(inventory, readings),
    tokens: tokensOf(readings, today),
    ...datesOf(inventory, records, readings, today),
    counts: countSeverities(findings),
    waived: findings.filter(({ waived }) => waived).length,
    unanswered: said.unanswered.length,
    grade: gradeOf(findings, said.unanswered),
  };
};

/** A picture of each app that was audited, in the order of their names. */
export const portraitsOf = (
  inventory: Inventory,
  result: Pick<AuditResult, 'findings' | 'inconclusive'>,
  today: Date,
): AppPortrait[] => {
  const sayingOf = sayings(result);
  const readTokens = tokenReader(inventory);
  return groupRecords(inventory.apps)
    .map((records) => portraitOf(inventory, records, readTokens(records), sayingOf(records[0]?.name ?? ''), today))
    .sort((a, b) => (keyOf(a.name, a.registration) < keyOf(b.name, b.registration) ? -1 : 1));
};
