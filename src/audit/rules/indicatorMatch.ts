import { indicators } from '../../data/indicators.js';
import { auditedOrgs, type AuditedOrg } from '../auditedOrgs.js';
import { clientFinding, onceForAll, weakest } from '../orgOutcomes.js';
import { nameOf } from '../orgUsers.js';
import { attack, nist } from '../references.js';
import type { Outcome, Rule } from '../rule.js';
import { seenClients, type SeenClient, type Sighting } from '../seenClients.js';
import { dayOf, distinct, listed } from '../texts.js';
import { orgNotEvaluated } from '../unanswered.js';

type Published = { name: string; seen: string };

const caseOfAddress = new Map<string, Published>(
  indicators.addresses.flatMap((one) => one.ips.map((ip) => [ip, one] as const)),
);
const caseOfAgent = new Map(indicators.userAgents.map((one) => [one.text.toLowerCase(), one] as const));

const calledBy = ({ name }: SeenClient): string => (name === '' ? 'A client that names no app' : name);

const addressFinding = (
  client: SeenClient,
  ip: string,
  at: readonly Sighting[],
  { name, seen }: Published,
): Outcome => {
  const last =
    at
      .map((one) => one.last)
      .sort()
      .at(-1) ?? '';
  const users = distinct(at.flatMap(({ userIds }) => userIds.map((id) => nameOf(client.org.evidence, id))));
  return clientFinding(client, {
    subject: `address ${ip}`,
    severity: 3,
    message: `${calledBy(client)} was seen from ${ip}, last on ${dayOf(last)}; the address was published for ${name} (${seen}), list of ${indicators.asOf}.`,
    evidence: `${listed(
      at.map(({ via, first, last: until, count }) => `${via}: ${count} times, ${first ?? '?'} to ${until}`),
      3,
    )}${users.length === 0 ? '' : `; ${listed(users)}`}`,
    confidence: 'low',
  });
};

const addressMatches = (client: SeenClient): Outcome[] => {
  const matches = new Map<string, Sighting[]>();
  for (const sighting of client.sightings) {
    const ip = sighting.address?.ip;
    if (ip === undefined || !caseOfAddress.has(ip)) continue;
    const before = matches.get(ip);
    if (before) before.push(sighting);
    else matches.set(ip, [sighting]);
  }
  return [...matches].flatMap(([ip, at]) => {
    const published = caseOfAddress.get(ip);
    return published ? [addressFinding(client, ip, at, published)] : [];
  });
};

/** The API log has no user agent; what a program calls itself in CLIENT_NAME is the nearest to it (audit.md A.9). */
const agentMatches = (client: SeenClient, clients: Readonly<Record<string, number>>): Outcome[] =>
  Object.entries(clients).flatMap(([text, calls]) => {
    const published = caseOfAgent.get(text.trim().toLowerCase());
    if (!published) return [];
    return [
      clientFinding(client, {
        subject: `client ${published.text}`,
        message: `${calledBy(client)} calls itself ${published.text}, as the tools of ${published.name} did (${published.seen}), list of ${indicators.asOf}.`,
        evidence: `CLIENT_NAME "${published.text}": ${calls} calls, ${client.usage?.firstSeen ?? '?'} to ${client.usage?.lastSeen ?? '?'}`,
        ...(published.common ? { severity: 3 as const } : {}),
        confidence: weakest(client.confidence, published.common ? 'low' : 'medium'),
      }),
    ];
  });

const clientsOf = (client: SeenClient): Readonly<Record<string, number>> => {
  if (client.name !== '') return client.usage?.clients ?? {};
  const { apiUsage } = client.org.evidence;
  const unnamed = apiUsage.known ? apiUsage.value.apps.filter(({ keyKind }) => keyKind === 'client-and-user') : [];
  const sums = new Map<string, number>();
  for (const [name, calls] of unnamed.flatMap(({ clients }) => Object.entries(clients))) {
    sums.set(name, (sums.get(name) ?? 0) + calls);
  }
  return Object.fromEntries(sums);
};

const gapsOf = (org: AuditedOrg): Outcome[] => {
  const { apiUsage, logins } = org.evidence;
  return [
    ...(apiUsage.known ? [] : [orgNotEvaluated(org, apiUsage.reason)]),
    ...(logins.known ? [] : [orgNotEvaluated(org, logins.reason)]),
  ];
};

export const indicatorMatch: Rule = {
  id: 'indicator-match',
  title: 'Client matches a public indicator of compromise',
  severity: 2,
  modes: ['org'],
  tags: ['monitoring'],
  description:
    'After the thefts of OAuth tokens in 2025 the addresses and programs that were seen were published. One of them in one’s own ' +
    `logs is the quickest way to learn that one was among the victims. List of ${indicators.asOf}.`,
  evidence:
    'CLIENT_IP and CLIENT_NAME of ApiTotalUsage and SourceIp of LoginHistory, against the list of indicators that comes with the plugin.',
  confidence:
    'Low for addresses: most are exits of Tor and VPNs or rented by the hour, and have had other tenants since. Medium for the names ' +
    'of programs; low for names that honest programs use too. User agents stand only in paid logs, which this does not read.',
  exceptions: 'Everything not on the list: no match is no proof of safety. Logins that failed.',
  remedy:
    'Compare the time with the case named. If it fits, revoke the tokens of the app and the sessions of the user (`sf clientapp ' +
    'revoke`), block the app, and read in the API log what was fetched. High for a program, Moderate for an address.',
  references: [attack('T1550.001'), attack('T1199'), nist('SI-4')],
  check: (inventory) => {
    const outcomes = new Map<AuditedOrg, Outcome[]>(auditedOrgs(inventory).map((org) => [org, gapsOf(org)]));
    for (const client of seenClients(inventory)) {
      outcomes.get(client.org)?.push(...addressMatches(client), ...agentMatches(client, clientsOf(client)));
    }
    return [...outcomes].flatMap(([org, own]) => onceForAll(org, own));
  },
};
