import type { IpRange } from '../../app/ipRanges.js';
import { networkAddress } from '../../app/networks.js';
import type { Inventory } from '../../inventory/types.js';
import { declaredRanges, isDeclared, publicAddresses, type SeenAddress } from '../addresses.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { isPublic } from '../clientFlow.js';
import { earlierEvidence } from '../orgEvidence.js';
import { clientFinding, onceForAll, weakest } from '../orgOutcomes.js';
import { notEvaluated, shortId } from '../outcomes.js';
import { attack, nist } from '../references.js';
import type { Confidence, Outcome, Rule, RuleContext } from '../rule.js';
import { seenClients, type SeenClient, type Sighting } from '../seenClients.js';
import { dayOf, daysBetween, distinct, listed, plural } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';
import { appNames, clientsInUse } from '../facts.js';

type Baseline = {
  networks: ReadonlySet<string>;
  ranges: readonly IpRange[];
  /** False where nothing tells where the client called from before. */
  exists: boolean;
  /** Days that it covers; ranges that somebody declared are for ever. */
  days: number;
};

const day = 86_400_000;

/** What the log of older snapshots has of each client, by the keys that may join it. */
const historyOf = (inventory: Inventory, org: AuditedOrg): ReadonlyMap<string, Sighting[]> => {
  const found = new Map<string, Sighting[]>();
  for (const { apiUsage } of earlierEvidence(inventory, org.evidence)) {
    for (const { appId, appName, addresses } of clientsInUse({ apiUsage })) {
      const sightings = addresses.map(({ ip, calls, firstSeen, lastSeen }): Sighting => {
        const address = networkAddress(ip);
        return {
          ip,
          address,
          via: 'the API log',
          machine: true,
          first: firstSeen,
          last: lastSeen,
          count: calls,
          userIds: [],
        };
      });
      for (const key of [appId === undefined ? undefined : shortId(appId), appName?.toLowerCase()]) {
        if (key === undefined) continue;
        const before = found.get(key);
        if (before) before.push(...sightings);
        else found.set(key, [...sightings]);
      }
    }
  }
  return found;
};

const keysOf = ({ app, usage, name }: SeenClient): string[] => {
  const names = app ? appNames(app) : [name];
  const id = app?.origin.kind === 'org' ? app.origin.id : undefined;
  const ids = [id, usage?.appId].flatMap((one) => (one === undefined || one === '' ? [] : [shortId(one)]));
  return [...new Set([...ids, ...names.map((one) => one.toLowerCase())])];
};

const baselineOf = (client: SeenClient, history: ReadonlyMap<string, Sighting[]>, cutoff: string): Baseline => {
  const ranges = client.app ? declaredRanges(client.app) : [];
  const kept = keysOf(client).flatMap((key) => history.get(key) ?? []);
  const machines = client.sightings.filter(({ machine }) => machine);
  const before = [...kept, ...machines].filter(({ first }) => first !== undefined && first < cutoff);
  const earliest = before.flatMap(({ first }) => first ?? []).sort()[0];
  return {
    networks: new Set(publicAddresses(before).map(({ network }) => network)),
    ranges,
    exists: before.length + ranges.length > 0,
    days: earliest === undefined ? 0 : daysBetween(earliest, cutoff),
  };
};

/** Declared ranges are a rule that somebody made; days of log are only what happened to be seen. */
const sureness = ({ ranges, days }: Baseline, { thresholds }: RuleContext): Confidence => {
  if (ranges.length > 0) return 'high';
  return Math.round(days) >= thresholds.usageWindowDays - thresholds.newAddressDays ? 'medium' : 'low';
};

const found = (
  client: SeenClient,
  fresh: readonly SeenAddress[],
  baseline: Baseline,
  context: RuleContext,
): Outcome => {
  const ips = distinct(fresh.map(({ ip }) => ip));
  const since = fresh.flatMap(({ first }) => first ?? []).sort()[0] ?? '';
  const countries = distinct(fresh.flatMap(({ country }) => country ?? []));
  const usual =
    baseline.networks.size === 0
      ? `${plural(baseline.ranges.length, 'declared range')}`
      : `${listed(distinct(baseline.networks))}, seen in ${plural(Math.floor(baseline.days), 'day')} before`;
  return clientFinding(client, {
    message: `${client.name} was seen from ${listed(ips)}${countries.length === 0 ? '' : ` (${listed(countries)})`} since ${dayOf(since)}, where it never was before.`,
    evidence: `${listed(
      fresh.map(({ ip, via, first, last, count }) => `${ip} in ${via}: ${count} times, ${first ?? '?'} to ${last}`),
      3,
    )}; usual: ${usual}`,
    confidence: weakest(client.confidence, sureness(baseline, context)),
  });
};

const newest = (sightings: readonly Sighting[]): string =>
  sightings
    .map(({ last }) => last)
    .sort()
    .at(-1) ?? '';

const judge = (
  client: SeenClient,
  history: ReadonlyMap<string, Sighting[]>,
  end: string,
  context: RuleContext,
): Outcome[] => {
  const { thresholds } = context;
  const { app, usage, sightings } = client;
  // People carry their devices about; so do the apps on them.
  const devices = app ? isPublic(app) : undefined;
  if (client.name === '' || app?.firstParty || (devices?.known && devices.value)) return [];
  const cutoff = new Date(Date.parse(end) - thresholds.newAddressDays * day).toISOString();
  const recent = publicAddresses(sightings.filter(({ machine, last }) => machine && last >= cutoff));
  if (recent.length === 0) return [];
  const baseline = baselineOf(client, history, cutoff);
  if (!baseline.exists) {
    const reason =
      'nothing tells where it called from before: neither older days of log, nor snapshots, nor declared ranges';
    return app
      ? [notEvaluated(app, reason)]
      : [orgNotEvaluated(client.org, `clients that are no apps of the org: ${reason}`)];
  }
  if (baseline.networks.size > thresholds.fixedAddresses) return [];
  const unusual = recent.filter((one) => !baseline.networks.has(one.network) && !isDeclared(one, baseline.ranges));
  const fresh = unusual.filter(({ first }) => first !== undefined && first >= cutoff);
  if (fresh.length > 0) return [found(client, fresh, baseline, context)];
  if (app && (unusual.length > 0 || usage?.truncated)) {
    return [notEvaluated(app, 'since when it calls from some of its addresses is not told')];
  }
  return [];
};

const inOrg = (
  inventory: Inventory,
  org: AuditedOrg,
  clients: readonly SeenClient[],
  context: RuleContext,
): Outcome[] => {
  const { apiUsage, logins } = org.evidence;
  const gaps = [apiUsage, logins].flatMap((fact) => (fact.known ? [] : [orgNotEvaluated(org, fact.reason)]));
  const history = historyOf(inventory, org);
  const end = newest(clients.flatMap(({ sightings }) => sightings));
  return [
    ...gaps,
    ...onceForAll(
      org,
      clients.flatMap((client) => judge(client, history, end, context)),
    ),
  ];
};

export const newSourceAddress: Rule = {
  id: 'new-source-address',
  title: 'App was seen from a new address',
  severity: 3,
  modes: ['org'],
  tags: ['monitoring', 'network'],
  description:
    'A stolen token works from wherever the thief is. An integration that has called from the same networks for weeks and now ' +
    'calls from another is how Salesforce and Cloudflare saw the thefts of 2025.',
  evidence:
    'CLIENT_IP of ApiTotalUsage and SourceIp of machine logins in LoginHistory in the last days (threshold newAddressDays), against ' +
    'the days before, older snapshots of the same org, ipRanges of app and manifest.',
  confidence:
    'High where ranges are declared and the app is joined by its id. Medium against days of log; low where these are few, since a ' +
    'job that runs once a month has not been seen yet.',
  exceptions:
    'Addresses in a network that was seen before or in a declared range; clients of many networks (threshold fixedAddresses), as ' +
    'cloud egress rotates; "Salesforce.com IP" and private addresses; mobile and command-line apps; apps of Salesforce.',
  remedy:
    'Ask the vendor or the owner whether the address is theirs. If not, revoke the tokens (`sf clientapp revoke`), rotate, and look ' +
    'at what was read; if it is, declare it in "policies.ipRanges" of the manifest.',
  references: [attack('T1550.001'), nist('SI-4')],
  check: (inventory, context) => {
    const clients = new Map<AuditedOrg, SeenClient[]>();
    for (const client of seenClients(inventory)) {
      const own = clients.get(client.org);
      if (own) own.push(client);
      else clients.set(client.org, [client]);
    }
    return auditedOrgs(inventory).flatMap((org) => inOrg(inventory, org, clients.get(org) ?? [], context));
  },
};
