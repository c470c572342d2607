import { usesSecret } from '../../app/clientApp.js';
import type { Inventory, InventoryManifest, Location } from '../../inventory/types.js';
import { vendorDecides } from '../callbacks.js';
import { isPublic, usesAuthorizationCode } from '../clientFlow.js';
import { either, not, whenAll } from '../conditions.js';
import { eachOauthApp, notEvaluated } from '../outcomes.js';
import { nhi, nist, pci, sbs } from '../references.js';
import { daysUntil } from '../retirements.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';

/** The least that anybody asks of a secret in production. */
const yearly = 365;

const lineOf = ({ file, lines }: InventoryManifest, key: string): Location => ({
  file,
  startLine: lines[key] ?? 1,
  startColumn: 1,
});

const fromManifest = (manifest: InventoryManifest, inventory: Inventory, { today }: RuleContext): Outcome[] => {
  const declared = manifest.app;
  if (!declared || !usesSecret(declared)) return [];
  const registered = inventory.apps.find((app) => app.manifest?.file === manifest.file);
  const subject = registered ? { app: registered } : { appName: declared.name };
  const { lastRotated, rotateEveryDays } = declared.credentials;
  const age = lastRotated === undefined ? Number.NaN : -daysUntil(lastRotated, today);
  if (Number.isNaN(age)) {
    const reason = `${manifest.file} does not record when its secret was last rotated (credentials.lastRotated)`;
    return [{ kind: 'inconclusive', ...subject, reason }];
  }
  const limit = Math.min(rotateEveryDays, yearly);
  if (age <= limit) return [];
  return [
    {
      kind: 'finding',
      ...subject,
      severity: age > yearly ? 2 : 3,
      message: `The client secret of ${declared.name} is ${age} days old; it should be rotated every ${limit}.`,
      evidence: `credentials.lastRotated is ${lastRotated}, credentials.rotateEveryDays is ${rotateEveryDays}`,
      location: lineOf(manifest, 'credentials.lastRotated'),
    },
  ];
};

const withoutManifest = (inventory: Inventory): Outcome[] =>
  eachOauthApp(inventory, (app) => {
    if (app.manifest?.app || vendorDecides(app)) return [];
    const secret = either(app.clientCredentials.settings, not(isPublic(app)));
    const shown = either(app.clientCredentials.settings, usesAuthorizationCode(app));
    return whenAll(app, [secret, shown], () => [
      notEvaluated(app, 'no manifest records when its secret was last rotated'),
    ]);
  });

/** Where nobody has begun to keep manifests, one line says so instead of one for each app. */
const inOne = (outcomes: Outcome[]): Outcome[] => {
  const names = outcomes.flatMap(({ app }) => app?.name ?? []);
  if (names.length < 2) return outcomes;
  const reason = `no manifest records when the secrets of ${names.length} apps were last rotated: ${names.join(', ')}`;
  return [{ kind: 'inconclusive', reason }];
};

export const secretRotationOverdue: Rule = {
  id: 'secret-rotation-overdue',
  title: 'Client secret rotation is overdue',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['lifecycle', 'secrets'],
  description:
    'A secret gathers copies: in pipelines, in the notes of people who have left, in backups. Rotation is what ends them. ' +
    'Salesforce tells nobody how old a secret is, so the manifest records it.',
  exceptions:
    'Apps without a secret (jwt-bearer, mobile, command line) and packaged apps. Without a record the age is not known, ' +
    'which is not evaluated and no finding: dates in an org move with every edit.',
  remedy:
    'Rotate with `sf clientapp rotate start`, which records the day in credentials.lastRotated. More than a year is High.',
  references: [nhi(7), sbs('ACS-009'), pci('8.6.3'), nist('IA-5')],
  check: (inventory, context) => [
    ...inventory.manifests.flatMap((manifest) => fromManifest(manifest, inventory, context)),
    ...(inventory.manifests.length > 0 ? withoutManifest(inventory) : inOne(withoutManifest(inventory))),
  ],
};
