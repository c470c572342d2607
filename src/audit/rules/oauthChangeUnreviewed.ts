import { setupActions } from '../../data/setupAuditTrail.js';
import type { SetupChanges } from '../../inventory/evidence.js';
import type { AuditedOrg } from '../auditedOrgs.js';
import { isForeignDoing, isReviewable, openingOf, surprise } from '../changeReview.js';
import { clientFinding, eachOrgFact } from '../orgOutcomes.js';
import { nameOf } from '../orgUsers.js';
import { attack, nist, sbs } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { appChanges, type AppChange } from '../setupChangeOf.js';
import { dayOf, daysBetween, listed, plural } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';

type Suspect = AppChange & { user: string; why: string };

/** All changes of one kind to one app by one user are one finding. */
const found = (org: AuditedOrg, suspects: readonly Suspect[]): Outcome[] => {
  const [first] = suspects;
  if (!first) return [];
  const { app, action, change, user } = first;
  const last = suspects.map((one) => one.change.at).reduce((one, other) => (one > other ? one : other));
  const why = [...new Set(suspects.map((one) => one.why))].join('; ');
  return [
    clientFinding(
      { org, app, name: '' },
      {
        subject: `${change.action} by ${user}`,
        user,
        message: `${user} ${action.does}${app ? ` of ${app.name}` : ''} in ${org.org}, last on ${dayOf(last)}: ${why}.`,
        evidence: `SetupAuditTrail ${listed(
          suspects.map((one) => `${one.change.id} (${one.change.action}, ${one.change.at})`),
          3,
        )}; "${change.display.slice(0, 200)}"`,
        confidence: app ? 'medium' : 'low',
      },
    ),
  ];
};

const grouped = (org: AuditedOrg, suspects: readonly Suspect[]): Outcome[] => {
  const groups = new Map<string, Suspect[]>();
  for (const one of suspects) {
    const key = JSON.stringify([one.app?.registration, one.app?.name, one.change.action, one.user]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()].flatMap((group) => found(org, group));
};

const look = ({ changes }: SetupChanges, org: AuditedOrg, context: RuleContext): Outcome[] => {
  const recent = changes.filter(
    (change) => !isForeignDoing(change) && daysBetween(change.at, context.today) <= context.thresholds.setupChangeDays,
  );
  const suspects: Suspect[] = [];
  let unjudged = 0;
  for (const one of appChanges(org, recent)) {
    const user = nameOf(org.evidence, one.change.byId ?? '', one.change.by) || 'somebody';
    const why = isReviewable(context) ? surprise({ ...one.change, by: user }, context) : openingOf(one);
    if (why !== undefined) suspects.push({ ...one, user, why });
    else if (!isReviewable(context)) unjudged += 1;
  }
  const gap = `${plural(unjudged, 'change')} of client apps in the last ${context.thresholds.setupChangeDays} days cannot be judged, since neither deploymentUsers nor changeWindows are configured`;
  return [...grouped(org, suspects), ...(unjudged === 0 ? [] : [orgNotEvaluated(org, gap)])];
};

export const oauthChangeUnreviewed: Rule = {
  id: 'oauth-change-unreviewed',
  title: 'Client app was changed outside of the reviewed way',
  severity: 2,
  modes: ['org'],
  tags: ['monitoring', 'lifecycle'],
  description:
    'Who has got in with an administrator’s session makes a way to come back: another callback, a wider scope, a policy that lets ' +
    'everybody in. Where apps are only ever changed by a deployment, every other change is worth a question.',
  evidence:
    `SetupAuditTrail of the last days (threshold setupChangeDays): actions on connected apps (table as of ${setupActions.asOf}), and ` +
    'deploymentUsers and changeWindows of the config file.',
  confidence:
    'Medium: which app a change is about stands only in its text, by name; low where the text names none that is known. ' +
    'Changes of External Client Apps have no documented action and are not seen.',
  exceptions:
    'Changes by packages (ResponsibleNamespacePrefix) and by Salesforce support (DelegateUser); those by who deploys, at the ' +
    'times configured. With neither configured only changes that let more in are found, and the others are not evaluated.',
  remedy:
    'Ask who did it and why; if nobody knows, undo it and treat the account as taken over. Name who deploys in deploymentUsers of ' +
    'clientapp-audit.yml.',
  references: [sbs('DEP-003'), nist('CM-5'), attack('T1098.001')],
  check: (inventory, context) =>
    eachOrgFact(
      inventory,
      ({ evidence }) => evidence.setupChanges,
      (changes, org) => look(changes, org, context),
    ),
};
