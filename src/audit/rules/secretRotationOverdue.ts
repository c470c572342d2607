import { usesSecret } from '../../app/clientApp.js';
import type { Inventory, InventoryApp, InventoryManifest, Location } from '../../inventory/types.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { isPublic, usesAuthorizationCode } from '../clientFlow.js';
import { either, not, whenAll } from '../conditions.js';
import { eachOrgApp } from '../orgOutcomes.js';
import { eachOauthApp, finding, notEvaluated } from '../outcomes.js';
import { nhi, nist, pci, sbs } from '../references.js';
import { daysUntil } from '../retirements.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { lastConsumerChange, madeAt, secretAgeIn } from '../secretAge.js';
import { dayOf, daysBetween } from '../texts.js';

/** The least that anybody asks of a secret in production. */
const yearly = 365;

const lineOf = ({ file, lines }: InventoryManifest, key: string): Location => ({
  file,
  startLine: lines[key] ?? 1,
  startColumn: 1,
});

const limitOf = ({ manifest }: InventoryApp, { thresholds }: RuleContext): number =>
  manifest?.app ? Math.min(manifest.app.credentials.rotateEveryDays, yearly) : thresholds.secretAgeDays;

/** What the org gives away where nobody has written down when the secret was rotated. */
const fromOrg = (org: AuditedOrg, app: InventoryApp, context: RuleContext): Outcome[] => {
  const { today } = context;
  const limit = limitOf(app, context);
  const ageOf = (time: string): number => Math.floor(daysBetween(time, today));
  const made = madeAt(org, app);
  // A secret cannot be older than its app.
  if (made !== undefined && ageOf(made) <= limit) return [];
  const secret = secretAgeIn(org, app, today);
  if (secret.kind === 'unknown') return [notEvaluated(app, secret.reason)];
  const age = ageOf(secret.since);
  if (age > limit) {
    const atLeast = secret.kind === 'at least' ? 'at least ' : '';
    return [
      finding(app, {
        severity: age > yearly ? 2 : 3,
        message: `The client secret of ${app.name} is ${atLeast}${age} days old; it should be rotated every ${limit}.`,
        evidence: secret.seen,
        confidence: secret.confidence,
      }),
    ];
  }
  if (secret.kind === 'begun') return [];
  // Without times, so that what holds for many apps is said once.
  const reason =
    app.registration === 'connected-app'
      ? `how old its secret is nobody recorded, and the setup audit trail does not reach back ${limit} days`
      : `how old its secret is nobody recorded, and its OAuth consumer was changed within ${limit} days, which may have been a rotation or any other edit`;
  return [notEvaluated(app, reason)];
};

/** A record that the org contradicts is worse than none. */
const contradicted = (
  org: AuditedOrg,
  app: InventoryApp,
  manifest: InventoryManifest,
  lastRotated: string,
): Outcome[] => {
  const changed = lastConsumerChange(org, app);
  // A day of grace: the manifest has days of some place on earth, the org has UTC.
  if (changed === undefined || daysUntil(lastRotated, new Date(changed)) <= 1) return [];
  return [
    finding(app, {
      subject: 'record',
      message: `${manifest.file} says that the secret of ${app.name} was rotated on ${lastRotated}, and its consumer in ${org.org} has not changed since ${dayOf(changed)}.`,
      evidence: `ExtlClntAppOauthConsumer.LastModifiedDate is ${changed}`,
      confidence: 'medium',
      location: lineOf(manifest, 'credentials.lastRotated'),
    }),
  ];
};

type Registered = { org: AuditedOrg; app: InventoryApp };

const fromManifest = (
  manifest: InventoryManifest,
  inventory: Inventory,
  registered: readonly Registered[],
  context: RuleContext,
): Outcome[] => {
  const declared = manifest.app;
  if (!declared || !usesSecret(declared)) return [];
  const app = inventory.apps.find((one) => one.manifest?.file === manifest.file);
  const subject = app ? { app } : { appName: declared.name };
  const { lastRotated, rotateEveryDays } = declared.credentials;
  const age = lastRotated === undefined ? Number.NaN : -daysUntil(lastRotated, context.today);
  if (lastRotated === undefined || Number.isNaN(age)) {
    if (registered.length > 0) return registered.flatMap((one) => fromOrg(one.org, one.app, context));
    const reason = `${manifest.file} does not record when its secret was last rotated (credentials.lastRotated)`;
    return [{ kind: 'inconclusive', ...subject, reason }];
  }
  const limit = Math.min(rotateEveryDays, yearly);
  const lies = registered.flatMap((one) => contradicted(one.org, one.app, manifest, lastRotated));
  if (age <= limit) return lies;
  return [
    {
      kind: 'finding',
      ...subject,
      severity: age > yearly ? 2 : 3,
      message: `The client secret of ${declared.name} is ${age} days old; it should be rotated every ${limit}.`,
      evidence: `credentials.lastRotated is ${lastRotated}, credentials.rotateEveryDays is ${rotateEveryDays}`,
      location: lineOf(manifest, 'credentials.lastRotated'),
    },
    ...lies,
  ];
};

const hasSecret = (app: InventoryApp, then: () => Outcome[]): Outcome[] => {
  const secret = either(app.clientCredentials.settings, not(isPublic(app)));
  const shown = either(app.clientCredentials.settings, usesAuthorizationCode(app));
  return whenAll(app, [secret, shown], then);
};

/** Name and family of an app, as source and orgs have them both. */
const identityOf = ({ registration, name }: InventoryApp): string => `${registration} ${name.toLowerCase()}`;

const unrecorded = ({ manifest, managed, firstParty }: InventoryApp): boolean =>
  !manifest?.app && !managed && !firstParty;

const inSource = (inventory: Inventory): Outcome[] => {
  const inOrgs = new Set(inventory.apps.flatMap((app) => (app.origin.kind === 'org' ? [identityOf(app)] : [])));
  const apps = inventory.apps.filter(
    (app) => app.origin.kind === 'source' && unrecorded(app) && !(inOrgs.size > 0 && inOrgs.has(identityOf(app))),
  );
  const outcomes = eachOauthApp({ apps }, (app) =>
    hasSecret(app, () => [notEvaluated(app, 'no manifest records when its secret was last rotated')]),
  );
  return inventory.manifests.length > 0 ? outcomes : inOne(outcomes);
};

/** Where nobody has begun to keep manifests, one line says so instead of one for each app. */
const inOne = (outcomes: Outcome[]): Outcome[] => {
  const names = outcomes.flatMap(({ app }) => app?.name ?? []);
  if (names.length < 2) return outcomes;
  const reason = `no manifest records when the secrets of ${names.length} apps were last rotated: ${names.join(', ')}`;
  return [{ kind: 'inconclusive', reason }];
};

const byManifest = (inventory: Inventory): ReadonlyMap<string, Registered[]> => {
  const found = new Map<string, Registered[]>();
  for (const org of auditedOrgs(inventory)) {
    for (const app of org.index.apps) {
      const file = app.manifest?.file;
      if (file === undefined) continue;
      const before = found.get(file);
      if (before) before.push({ org, app });
      else found.set(file, [{ org, app }]);
    }
  }
  return found;
};

export const secretRotationOverdue: Rule = {
  id: 'secret-rotation-overdue',
  title: 'Client secret rotation is overdue',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['lifecycle', 'secrets'],
  description:
    'A secret gathers copies: in pipelines, in the notes of people who have left, in backups. Rotation is what ends them. ' +
    'Salesforce tells nobody how old a secret is, so the manifest records it; without a manifest the limit is the threshold ' +
    'secretAgeDays.',
  evidence:
    'credentials.lastRotated and rotateEveryDays of the manifest; without them, in an org, generateOauthStagedCredential and ' +
    'insertApplication in SetupAuditTrail, ExtlClntAppOauthConsumer.LastModifiedDate, and when the app was made.',
  confidence:
    'High by the manifest. Medium by what the org gives away: the trail holds 180 days and names apps in its texts only, edits move ' +
    'the date of a consumer, and a connected app has no date of its secret at all.',
  exceptions:
    'Apps without a secret (jwt-bearer, mobile, command line), packaged apps, and apps younger than the limit. A consumer that was ' +
    'edited lately is not evaluated: that may or may not have been a rotation.',
  remedy:
    'Rotate with `sf clientapp rotate start`, which records the day in credentials.lastRotated. More than a year is High.',
  references: [nhi(7), sbs('ACS-009'), pci('8.6.3'), nist('IA-5')],
  check: (inventory, context) => {
    const registered = byManifest(inventory);
    return [
      ...inventory.manifests.flatMap((manifest) =>
        fromManifest(manifest, inventory, registered.get(manifest.file) ?? [], context),
      ),
      ...eachOrgApp(inventory, (org, app) => (unrecorded(app) ? hasSecret(app, () => fromOrg(org, app, context)) : [])),
      ...inSource(inventory),
    ];
  },
};
