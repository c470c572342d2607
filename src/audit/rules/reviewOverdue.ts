import type { InventoryApp, InventoryManifest } from '../../inventory/types.js';
import type { ClientApp } from '../../app/clientApp.js';
import { nhi, nist, sbs } from '../references.js';
import { daysUntil } from '../retirements.js';
import type { Outcome, Rule } from '../rule.js';
import { dayOf, daysBetween } from '../texts.js';

type Declared = InventoryManifest & { app: ClientApp };

/** A vendor's app has a rule of its own, which asks for more. */
const isOwn = (manifest: InventoryManifest): manifest is Declared =>
  manifest.app !== undefined && manifest.app.vendor === undefined;

/** The first day of an app in any org that was read; source does not know it. */
const madeOn = (registered: readonly InventoryApp[]): string | undefined =>
  registered.flatMap(({ record }) => record?.createdDate ?? []).sort()[0];

/** Why the review of an app should have been, or undefined while it need not. */
const reasonFor = ({ app: { name, review } }: Declared, made: string | undefined, today: Date): string | undefined => {
  const { last, everyDays } = review;
  if (last === undefined) {
    if (made === undefined || daysBetween(made, today) <= everyDays) return undefined;
    return `${name} has been there since ${dayOf(made)}, and nobody has recorded a review of it; one is due every ${everyDays} days.`;
  }
  const age = -daysUntil(last, today);
  if (age < 0) return `The last review of ${name} is recorded for ${last}, a day that is yet to come.`;
  return age > everyDays ? `${name} was last reviewed on ${last}; a review is due every ${everyDays} days.` : undefined;
};

const subjectOf = (
  { app: { name } }: Declared,
  [app]: readonly InventoryApp[],
): { app: InventoryApp } | { appName: string } => (app ? { app } : { appName: name });

/** Where nobody has begun to record reviews, one line says so instead of one for each app. */
const unrecorded = (manifests: readonly Declared[]): Outcome[] => {
  const names = manifests.map(({ app: { name } }) => name);
  if (names.length === 0) return [];
  const [only] = names;
  return names.length === 1 && only !== undefined
    ? [
        {
          kind: 'inconclusive',
          appName: only,
          reason: 'no review of it is recorded, and how old it is only an org tells',
        },
      ]
    : [
        {
          kind: 'inconclusive',
          reason: `of ${names.length} apps no review is recorded, and how old they are only an org tells: ${names.join(', ')}`,
        },
      ];
};

export const reviewOverdue: Rule = {
  id: 'review-overdue',
  title: 'Yearly review is overdue',
  severity: 4,
  modes: ['source', 'org'],
  tags: ['lifecycle', 'inventory'],
  description:
    'Scopes, users and address ranges are right on the day they are set, and the reasons for them go away without a word. Access that ' +
    'nobody has confirmed for a year is access that nobody owns.',
  evidence:
    'review.last and review.everyDays in the manifest; CreatedDate of the app in an org, where no review is recorded.',
  confidence: 'High: the manifest says it.',
  exceptions:
    'Apps of vendors, for which vendor-review-missing asks; apps without a manifest; apps that are younger than the time between reviews. ' +
    'Where no review is recorded and no org was read, nobody knows how old the app is: the rule is not evaluated.',
  remedy:
    'Review the app and record it: `sf clientapp review --name <app>`; `sf clientapp review --due` lists all that are due.',
  references: [sbs('OAUTH-003'), nist('AC-6(7)'), nhi(5)],
  check: ({ apps, manifests }, { today }) => {
    const registered = Map.groupBy(apps, ({ manifest }) => manifest?.file);
    const unknown: Declared[] = [];
    const findings = manifests.filter(isOwn).flatMap((manifest): Outcome[] => {
      const { app, file, lines } = manifest;
      const own = registered.get(file) ?? [];
      const made = madeOn(own);
      if (app.review.last === undefined && made === undefined) unknown.push(manifest);
      const message = reasonFor(manifest, made, today);
      if (message === undefined) return [];
      return [
        {
          kind: 'finding',
          ...subjectOf(manifest, own),
          message,
          evidence: `review.last is ${app.review.last ?? 'not set'}, review.everyDays is ${app.review.everyDays}`,
          location: { file, startLine: lines['review.last'] ?? lines['review'] ?? 1, startColumn: 1 },
        },
      ];
    });
    return [...findings, ...unrecorded(unknown)];
  },
};
