// Audits the org of the URL, session, username and id in the arguments, in a process of its own, and prints what that
// took: plain JavaScript, so that no compiler counts.
import { AuthInfo, Connection } from '@salesforce/core';
import { defaultConfig } from '../../lib/audit/auditConfig.js';
import { catalogue } from '../../lib/audit/catalogue.js';
import { ruleContext } from '../../lib/audit/ruleContext.js';
import { audit } from '../../lib/audit/run.js';
import { inventoryFromOrg } from '../../lib/inventory/fromOrg.js';

const [url, accessToken, username, orgId] = process.argv.slice(2);
const authInfo = await AuthInfo.create({
  username: accessToken,
  accessTokenOptions: { accessToken, instanceUrl: url, loginUrl: url },
});
const connection = await Connection.create({ authInfo, connectionOptions: { version: '67.0' } });
authInfo.update({ username, orgId });

/** What a call reads: the object of its query, or the path; further pages go by the query that they belong to. */
const locators = new Map();
const byUser = new Set(['OauthToken', 'LoginHistory']);
const readOf = ({ url, body }) => {
  const { pathname, searchParams } = new URL(url);
  const page = /query\/(\w+)-\d+$/.exec(pathname)?.[1];
  if (page) return { what: locators.get(page) ?? '?', isPage: true };
  const query = searchParams.get('q') ?? '';
  const object = /\bFROM (\w+)/.exec(query)?.[1];
  // Grouped queries have no further pages: the next one begins behind the last user of the one before.
  if (object) return { what: object, isPage: byUser.has(object) && /\bUserId (?:>=?|=|IN) ?/.test(query) };
  return { what: String(body ?? '').includes('<retrieve') ? 'retrieve' : pathname, isPage: false };
};

const calls = [];
const transport = connection._transport;
const send = transport.httpRequest.bind(transport);
transport.httpRequest = (request, options) => {
  const call = { ...readOf(request), start: performance.now(), end: Number.NaN };
  calls.push(call);
  const sent = send(request, options);
  void sent.then((response) => {
    call.end = performance.now();
    const locator = /"nextRecordsUrl":"[^"]*query\/(\w+)-\d+"/.exec(String(response.body).slice(0, 500))?.[1];
    if (locator) locators.set(locator, call.what);
  });
  return sent;
};

const start = performance.now();
const inventory = await inventoryFromOrg(connection, { org: 'big', evidence: true });
const read = performance.now();
const result = audit(inventory, catalogue, ruleContext(defaultConfig, new Date()), defaultConfig);
const end = performance.now();

console.log(
  JSON.stringify({
    ms: end - start,
    readMs: read - start,
    rulesMs: end - read,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
    apps: inventory.apps.length,
    tokens: inventory.tokens.flatMap(({ rows }) => (rows.known ? rows.value : [])).length,
    findings: result.findings.length,
    gaps: inventory.coverage
      .filter(({ status }) => status !== 'complete')
      .map(({ source, reason }) => `${source}: ${reason}`),
    calls: calls.map((call) => ({ ...call, start: call.start - start, end: call.end - start })),
  }),
);
