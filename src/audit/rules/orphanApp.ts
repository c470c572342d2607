import type { InventoryUser, OrgEvidence } from '../../inventory/evidence.js';
import type { Inventory, InventoryApp } from '../../inventory/types.js';
import { evidenceOfOrg } from '../auditedOrgs.js';
import { vendorDecides } from '../callbacks.js';
import { findUser } from '../orgUsers.js';
import { finding, notEvaluated } from '../outcomes.js';
import { nhi, nist, sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';
import { dayOf, listed, rowsRead } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';
import { listOf, placeOfFact } from '../facts.js';

const indexes = new WeakMap<OrgEvidence, ReadonlyMap<string, InventoryUser[]>>();

/** Users by e-mail address in small letters; made once per org. */
const usersByEmail = (evidence: OrgEvidence): ReadonlyMap<string, InventoryUser[]> => {
  const made = indexes.get(evidence);
  if (made) return made;
  const index = new Map<string, InventoryUser[]>();
  for (const user of listOf(evidence.users)) {
    const email = user.email?.toLowerCase();
    if (email === undefined) continue;
    const own = index.get(email);
    if (own) own.push(user);
    else index.set(email, [user]);
  }
  indexes.set(evidence, index);
  return index;
};

const evidenceFor = (inventory: Inventory, { origin }: InventoryApp): OrgEvidence | undefined =>
  origin.kind === 'org' ? evidenceOfOrg(inventory, origin.org) : undefined;

/** Who made the registration, when that user has left. */
const leftCreator = (evidence: OrgEvidence | undefined, { record }: InventoryApp): InventoryUser | undefined => {
  const creator = record?.createdById === undefined || !evidence ? undefined : findUser(evidence, record.createdById);
  return creator?.isActive === false ? creator : undefined;
};

const ofCreator = (creator: InventoryUser, { record }: InventoryApp, { readAt }: OrgEvidence): string => {
  const since = record?.createdDate === undefined ? '' : ` on ${dayOf(record.createdDate)}`;
  return `its creator${since}, ${creator.username}, is inactive; ${rowsRead('User', [creator.id], readAt)}`;
};

const withoutAddress = (app: InventoryApp, evidence: OrgEvidence | undefined): Outcome => {
  const creator = leftCreator(evidence, app);
  return finding(app, {
    message: `${app.name} has neither a manifest nor a contact address, so nobody answers for it.`,
    evidence: `contactEmail is empty${app.manifest ? `, ${app.manifest.file} cannot be read` : ''}${creator && evidence ? `; ${ofCreator(creator, app, evidence)}` : ''}`,
    // Somebody may know whose it is, as long as whoever made it is there.
    confidence: creator ? 'high' : 'medium',
    location: placeOfFact(app.contactEmail),
  });
};

/** An address of users who have all left; one that no user has may be a mailbox of many. */
const withAddress = (app: InventoryApp, evidence: OrgEvidence, address: string): Outcome[] => {
  if (!evidence.users.known) return [orgNotEvaluated(evidence, evidence.users.reason)];
  const byEmail = usersByEmail(evidence);
  if (byEmail.size === 0) return [orgNotEvaluated(evidence, 'the org shows no e-mail address of its users')];
  const users = byEmail.get(address.toLowerCase()) ?? [];
  if (users.length === 0 || users.some(({ isActive }) => isActive)) return [];
  const ids = users.map(({ id }) => id);
  return [
    finding(app, {
      message: `Whoever answers for ${app.name} has left: ${address} is the address of an inactive user.`,
      evidence: `inactive: ${listed(users.map(({ username }) => username).sort())}; ${rowsRead('User', ids, evidence.readAt)}`,
      location: placeOfFact(app.contactEmail),
    }),
  ];
};

const withoutContact = (app: InventoryApp, evidence: OrgEvidence | undefined, reason: string): Outcome[] => {
  const creator = leftCreator(evidence, app);
  if (!creator || !evidence) return [notEvaluated(app, reason)];
  return [
    finding(app, {
      message: `${app.name} was made by ${creator.username}, who has left, and whether it has a contact is not known.`,
      evidence: ofCreator(creator, app, evidence),
      confidence: 'low',
    }),
  ];
};

const look = (inventory: Inventory, app: InventoryApp): Outcome[] => {
  const evidence = evidenceFor(inventory, app);
  const owner = app.manifest?.app?.owner.email;
  if (owner === undefined && !app.contactEmail.known) return withoutContact(app, evidence, app.contactEmail.reason);
  const contact = app.contactEmail.known ? app.contactEmail.value : undefined;
  const address = (owner ?? contact)?.trim();
  if (!address) return [withoutAddress(app, evidence)];
  return evidence ? withAddress(app, evidence, address) : [];
};

export const orphanApp: Rule = {
  id: 'orphan-app',
  title: 'App has no owner',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['lifecycle', 'inventory'],
  description:
    'An app of which nobody knows whose it is gets reviewed by nobody, rotated by nobody and removed by nobody. It keeps its ' +
    'access long after the project that needed it.',
  evidence:
    'contactEmail, or the owner in the manifest, against the e-mail addresses of active and inactive users; CreatedById of the registration.',
  confidence:
    'Medium without a contact, since somebody may know whose the app is, high when whoever made it has left, too; low when the contact cannot be read and the creator has left.',
  exceptions:
    'A manifest, which cannot be without an owner; a contact address that is no user’s, since it may be a shared mailbox; one that an active user has, too; packaged apps and those of Salesforce.',
  remedy: 'Name an owner in a manifest (`sf clientapp import` writes one) or set contactEmail.',
  references: [sbs('OAUTH-003'), sbs('ACS-007'), nhi(1), nist('CM-8')],
  check: (inventory) => inventory.apps.flatMap((app) => (vendorDecides(app) ? [] : look(inventory, app))),
};
