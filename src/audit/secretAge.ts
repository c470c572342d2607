import type { AuditedOrg } from './auditedOrgs.js';
import { shortId } from './outcomes.js';
import type { Confidence } from './rule.js';
import { appChanges } from './setupChangeOf.js';
import { dayOf, daysBetween, plural } from './texts.js';
import type { InventoryApp } from '../inventory/types.js';

/** What an org gives away of the age of a secret; none of it is the age itself. */
export type SecretAge =
  | { kind: 'begun'; since: string; seen: string; confidence: Confidence }
  | { kind: 'at least'; since: string; seen: string; confidence: Confidence }
  | { kind: 'unknown'; reason: string };

/** Actions with which a secret begins: a rotation is staged, an app is made. */
const beginnings = new Set(['generateOauthStagedCredential', 'insertApplication']);

type Beginning = { at: string; id: string; action: string };

const beginningsByOrg = new WeakMap<AuditedOrg, ReadonlyMap<InventoryApp, Beginning>>();

/** The newest beginning of each app's secret in the setup audit trail; made once for each org. */
const beginningsIn = (org: AuditedOrg): ReadonlyMap<InventoryApp, Beginning> => {
  const made = beginningsByOrg.get(org);
  if (made) return made;
  const { setupChanges } = org.evidence;
  const wanted = setupChanges.known ? setupChanges.value.changes.filter(({ action }) => beginnings.has(action)) : [];
  const found = new Map<InventoryApp, Beginning>();
  for (const { app, change } of appChanges(org, wanted)) {
    if (app && change.at > (found.get(app)?.at ?? '')) found.set(app, change);
  }
  beginningsByOrg.set(org, found);
  return found;
};

const newest = (times: readonly string[]): string | undefined => [...times].sort().at(-1);

type Consumer = { created: string | undefined; modified: string | undefined };

const consumerOf = ({ evidence: { consumers } }: AuditedOrg, { origin }: InventoryApp): Consumer => {
  const id = origin.kind === 'org' && origin.id !== '' ? shortId(origin.id) : undefined;
  const own = consumers.known ? consumers.value.filter(({ applicationId }) => shortId(applicationId) === id) : [];
  return {
    created: newest(own.flatMap(({ createdDate }) => createdDate ?? [])),
    modified: newest(own.flatMap(({ lastModifiedDate }) => lastModifiedDate ?? [])),
  };
};

/** A connected app has no date of its secret at all; only the trail of 180 days says something (audit.md A.7). */
const byTrail = (org: AuditedOrg, today: Date): SecretAge => {
  const { setupChanges } = org.evidence;
  if (!setupChanges.known) return { kind: 'unknown', reason: setupChanges.reason };
  const { from, to } = setupChanges.value;
  const days = plural(Math.floor(daysBetween(from, today)), 'day');
  return {
    kind: 'at least',
    since: from,
    seen: `no generateOauthStagedCredential of it in SetupAuditTrail ${dayOf(from)} to ${dayOf(to)}; what was before these ${days} nobody can tell`,
    confidence: 'medium',
  };
};

/** What an org tells of the age of an app's secret. */
export const secretAgeIn = (org: AuditedOrg, app: InventoryApp, today: Date): SecretAge => {
  const beginning = beginningsIn(org).get(app);
  if (beginning) {
    return {
      kind: 'begun',
      since: beginning.at,
      seen: `SetupAuditTrail ${beginning.id}: ${beginning.action} at ${beginning.at}`,
      // Only the text of the change says which app it was.
      confidence: 'medium',
    };
  }
  if (app.registration === 'connected-app') return byTrail(org, today);
  const { consumers } = org.evidence;
  if (!consumers.known) return { kind: 'unknown', reason: consumers.reason };
  const { modified } = consumerOf(org, app);
  if (modified === undefined) return { kind: 'unknown', reason: 'its OAuth consumer has no date' };
  // Every edit of the consumer moves this date, so that a secret can be older and never younger.
  return {
    kind: 'at least',
    since: modified,
    seen: `ExtlClntAppOauthConsumer.LastModifiedDate is ${modified}`,
    confidence: 'medium',
  };
};

/** When the secret cannot have been older than: an app made lately has a young secret. */
export const madeAt = (org: AuditedOrg, app: InventoryApp): string | undefined =>
  newest([app.record?.createdDate, consumerOf(org, app).created].flatMap((time) => time ?? []));

/** The last day on which the record of an External Client App's secret changed: a rotation after it cannot have been. */
export const lastConsumerChange = (org: AuditedOrg, app: InventoryApp): string | undefined =>
  consumerOf(org, app).modified;
