import type { Inventory, InventoryApp } from '../../inventory/types.js';
import { publicAddresses } from '../addresses.js';
import type { AuditedOrg } from '../auditedOrgs.js';
import { vendorDecides } from '../callbacks.js';
import { isPublic } from '../clientFlow.js';
import { ask, not, whenAll } from '../conditions.js';
import { elementOf } from '../elements.js';
import { clientFinding, eachOrgApp, weakest } from '../orgOutcomes.js';
import { notEvaluated } from '../outcomes.js';
import { nist, partnerRule } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { seenClientOf } from '../seenClients.js';
import { dayOf, daysBetween, distinct, listed, plural } from '../texts.js';
import { profilesBehind } from '../usersOfApp.js';
import { usageOf } from '../usageOf.js';

/** With fewer days nobody can say that addresses are fixed: the free API log holds one. */
const shortestWindow = 7;

const unfenced = (inventory: Inventory, org: AuditedOrg, app: InventoryApp, context: RuleContext): Outcome[] => {
  const usage = usageOf(inventory, app);
  if (!usage.known) return [notEvaluated(app, usage.reason)];
  const client = seenClientOf(inventory, app);
  const machines = publicAddresses((client?.sightings ?? []).filter(({ machine }) => machine));
  if (machines.length === 0) return [];
  const networks = new Set(machines.map(({ network }) => network));
  if (usage.value.usage?.truncated || networks.size > context.thresholds.fixedAddresses) return [];
  const firsts = machines.flatMap(({ first }) => first ?? []).sort();
  const lasts = machines.map(({ last }) => last).sort();
  const days = daysBetween(firsts[0] ?? lasts[0] ?? '', lasts.at(-1) ?? '');
  if (days < shortestWindow) {
    const reason = `its calls were seen over ${plural(Math.ceil(days), 'day')}, too few to call its addresses fixed (${shortestWindow} are needed)`;
    return [notEvaluated(app, reason)];
  }
  const ips = distinct(machines.map(({ ip }) => ip));
  return [
    clientFinding(
      { org, app, name: app.name },
      {
        message: `${app.name} calls from ${listed(ips)} and nowhere else, and neither the app nor a profile of its users allows only these.`,
        evidence: `${elementOf(app, 'ipRanges')} and loginIpRanges are empty; addresses of ${distinct(machines.map(({ via }) => via)).join(' and ')}, ${dayOf(firsts[0] ?? '')} to ${dayOf(lasts.at(-1) ?? '')}`,
        confidence: weakest(
          client?.confidence ?? 'high',
          days >= context.thresholds.usageWindowDays ? 'medium' : 'low',
        ),
      },
    ),
  ];
};

export const ipAllowlistMissing: Rule = {
  id: 'ip-allowlist-missing',
  title: 'Integration with fixed addresses has no address allowlist',
  severity: 3,
  modes: ['org'],
  tags: ['flows', 'network'],
  description:
    'A server calls from a few addresses that hardly change. Where nothing says so to the org, a stolen token or secret works ' +
    'from everywhere: in 2025 allowlists were what stopped the thieves of tokens that the vendor had lost.',
  evidence:
    'ipRanges or trustedIpRanges of the app, loginIpRanges of the profiles of its users (all profiles where no user is known), ' +
    'CLIENT_IP of ApiTotalUsage and SourceIp of machine logins in LoginHistory.',
  confidence:
    'Never high: logs are a sample, and a job that runs once a quarter from elsewhere may not be in them. Low below the ' +
    'threshold usageWindowDays.',
  exceptions:
    'Clients of many networks (threshold fixedAddresses), as integration platforms; private connections and Salesforce’s own ' +
    'addresses; mobile and command-line apps; packaged apps, whose ranges the vendor sets (rule partner-mandate-unmet).',
  remedy:
    'Write the addresses to "policies.ipRanges" of the manifest (`sf clientapp recommend` proposes them) and deploy, or give the ' +
    'profile of its user login IP ranges; switch on enforceIpRangesEveryRequest so that they hold for every call.',
  references: [partnerRule, nist('SC-7')],
  check: (inventory, context) =>
    eachOrgApp(inventory, (org, app) => {
      if (vendorDecides(app)) return [];
      const noRanges = ask(app.ipRanges, (ranges) => ranges.length === 0);
      const open = ask(profilesBehind(inventory, org, app), (profiles) =>
        profiles.some(({ loginIpRanges }) => loginIpRanges.length === 0),
      );
      return whenAll(app, [noRanges, open, not(isPublic(app))], () => unfenced(inventory, org, app, context));
    }),
};
