import { retiredApiVersions, soapLoginApiVersions } from '../../data/retirements.js';
import type { ApiUsage, AppUsage } from '../../inventory/evidence.js';
import { mergeUsage } from '../mergeUsage.js';
import type { AuditedOrg } from '../auditedOrgs.js';
import { clientFinding, eachOrgFact, weakest } from '../orgOutcomes.js';
import { nist } from '../references.js';
import { retirements, retirementsAsOf, whenOf } from '../retirements.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';
import { dayOf, listed } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';
import { isUntold } from '../untoldUsage.js';
import { usedApps, type UsedApp } from '../usageOf.js';

type Versions = { list: string[]; calls: number };

const versionsIn = ({ versions }: AppUsage, from: number, upTo: number): Versions => {
  const found = Object.entries(versions)
    .filter(([version]) => /^v?\d+(\.\d+)?$/.test(version.trim()))
    .map(([version, calls]) => [Number.parseFloat(version.trim().replace('v', '')), calls] as const)
    .filter(([version]) => version >= from && version <= upTo)
    .sort(([one], [other]) => one - other);
  return {
    list: found.map(([version]) => version.toFixed(1)),
    calls: found.reduce((sum, [, calls]) => sum + calls, 0),
  };
};

const logsInBySoap = ({ families, resources }: AppUsage): boolean =>
  Object.keys(families).some((family) => /^soap$/i.test(family)) &&
  Object.keys(resources).some((resource) => /^\/?login$/i.test(resource));

type Client = Pick<UsedApp, 'app' | 'name' | 'usage' | 'confidence'> & { org: AuditedOrg; called: string };

const judge = (client: Client, { today }: RuleContext): Outcome[] => {
  const { usage, called } = client;
  const window = `API_VERSION in ApiTotalUsage, ${dayOf(usage.firstSeen)} to ${dayOf(usage.lastSeen)}`;
  const dead = versionsIn(usage, 0, retiredApiVersions.upTo);
  const soap = versionsIn(usage, soapLoginApiVersions.from, soapLoginApiVersions.upTo);
  const { confidence } = client;
  return [
    ...(dead.list.length === 0
      ? []
      : [
          clientFinding(client, {
            subject: 'retired',
            severity: 3,
            message: `${called} calls API ${listed(dead.list)}, which is retired since ${retiredApiVersions.release}: these calls fail.`,
            evidence: `${window}: ${dead.calls} calls`,
            confidence,
          }),
        ]),
    ...(soap.list.length === 0 || !logsInBySoap(usage)
      ? []
      : [
          clientFinding(client, {
            subject: 'SOAP login',
            message: `${called} signs in by SOAP login() and calls API ${listed(soap.list)}; ${retirements['soap-login'].what} ${whenOf(retirements['soap-login'], today)}.`,
            evidence: `${window}: ${soap.calls} calls; API_FAMILY SOAP, API_RESOURCE login`,
            // The log counts versions and operations, not which version an operation had.
            confidence: weakest(confidence, 'medium'),
          }),
        ]),
  ];
};

/** Old clients often name no app: all of those in an org are one subject. */
const unnamed = ({ apps }: ApiUsage, org: AuditedOrg): Client[] => {
  const old = apps.filter(
    (usage) => usage.keyKind === 'client-and-user' && versionsIn(usage, 0, soapLoginApiVersions.upTo).list.length > 0,
  );
  const [first, ...others] = old.filter(
    (usage) => versionsIn(usage, 0, retiredApiVersions.upTo).list.length > 0 || logsInBySoap(usage),
  );
  if (!first) return [];
  const called = `Clients that name no app (${listed([first, ...others].map(({ key }) => key))})`;
  return [{ org, name: '', called, usage: mergeUsage(first, ...others), confidence: 'high' }];
};

export const apiVersionOld: Rule = {
  id: 'api-version-old',
  title: 'App calls an old API version',
  severity: 4,
  modes: ['org'],
  tags: ['monitoring', 'retirement'],
  description:
    `Salesforce retires old API versions: those up to ${retiredApiVersions.upTo} answer no call any more, and login() goes with those up to ` +
    `${soapLoginApiVersions.upTo}. A client this old has not been looked after for years (dates as of ${retirementsAsOf}).`,
  evidence: 'API_VERSION, API_FAMILY and API_RESOURCE of ApiTotalUsage.',
  confidence:
    'High for retired versions; medium for SOAP login(), since the log counts versions and operations apart, and where only a name ' +
    'joins calls and app.',
  exceptions: `Versions ${soapLoginApiVersions.from} to ${soapLoginApiVersions.upTo} without SOAP login(), which SDKs have as their default.`,
  remedy:
    'Update the program or its library, and name the API version in its configuration. Moderate where calls fail today, Low where they will.',
  references: [nist('SA-22')],
  check: (inventory, context) => {
    const used = usedApps(inventory);
    return eachOrgFact(
      inventory,
      ({ evidence }) => evidence.apiUsage,
      (usage, org) => {
        if (isUntold(usage, 'versions')) return [orgNotEvaluated(org, `${usage.source} names no API version`)];
        const own = used.filter((one) => one.org.org === org.org).map((one) => ({ ...one, org, called: one.name }));
        return [...own, ...unnamed(usage, org)].flatMap((client) => judge(client, context));
      },
    );
  },
};
