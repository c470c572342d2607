import { expect } from 'chai';
import { newSourceAddress as rule } from '../../../src/audit/rules/newSourceAddress.js';
import type { AppUsage } from '../../../src/inventory/evidence.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aLog, aUsage } from './aUsage.js';
import { aManifest, aClientApp, evidence, onlyFinding, onlyReason } from './anInventory.js';
import { aLogin, inOrg, logins, orgConnectedApp, reasons, run } from './inOrg.js';

const at = (ip: string, firstSeen: string, lastSeen = '2026-11-22T23:00:00.000Z') => ({
  ip,
  calls: 4,
  firstSeen,
  lastSeen,
});
const usual = at('3.1.1.7', '2026-10-24T01:00:00.000Z');
const fresh = at('185.9.9.9', '2026-11-20T03:00:00.000Z');
const app = orgConnectedApp({ ipRanges: known([]) });
const called = (addresses: AppUsage['addresses'], overrides: Partial<AppUsage> = {}) => ({
  logins: logins(),
  apiUsage: known(aLog([aUsage({ addresses, ...overrides })])),
});

describe('new-source-address', () => {
  it('finds an address of the last days that was not there before: Moderate', () => {
    const finding = onlyFinding(run(rule, inOrg([app], called([usual, fresh]))));
    expect(finding).to.include({ app, org: 'uat', confidence: 'medium' });
    expect(finding).not.to.have.property('subject');
    expect(finding.message).to.contain('185.9.9.9').and.contain('since 2026-11-20');
    expect(finding.evidence).to.contain('2026-11-20T03:00:00.000Z').and.contain('3.1.1.0/24');
    expect(rule.severity).to.equal(3);
  });

  it('is less sure of a short baseline, and of an app that only a name joins', () => {
    const short = called([at('3.1.1.7', '2026-11-10T00:00:00.000Z'), fresh]);
    expect(onlyFinding(run(rule, inOrg([app], short))).confidence).to.equal('low');
    const declared = { ...app, ipRanges: known([{ start: '3.1.1.7', end: '3.1.1.7' }]) };
    const named = called([fresh], { keyKind: 'name', appId: undefined });
    expect(onlyFinding(run(rule, inOrg([declared], named))).confidence).to.equal('medium');
  });

  it('makes one finding of many addresses', () => {
    const many = Array.from({ length: 200 }, (_, index) => at(`185.9.${index}.9`, '2026-11-20T03:00:00.000Z'));
    expect(onlyFinding(run(rule, inOrg([app], called([usual, ...many])))).message).to.contain('195 more');
  });

  it('passes a neighbour in the same network, Salesforce’s own and private addresses', () => {
    const ips = ['3.1.1.99', 'Salesforce.com IP', '10.1.1.1'].map((ip) => at(ip, '2026-11-20T03:00:00.000Z'));
    expect(run(rule, inOrg([app], called([usual, ...ips])))).to.be.empty;
  });

  it('passes what manifest or registration declare, and is sure of what they do not', () => {
    const ranges = known([{ start: '185.9.9.0', end: '185.9.9.255' }]);
    const policies = { ...aClientApp().policies, ipRanges: ['185.9.0.0/16'] };
    const declared = [{ ipRanges: ranges }, { manifest: aManifest({ policies }) }];
    for (const one of declared) expect(run(rule, inOrg([{ ...app, ...one }], called([fresh])))).to.be.empty;
    const other = { ...app, ipRanges: known([{ start: '3.1.1.7', end: '3.1.1.7' }]) };
    expect(onlyFinding(run(rule, inOrg([other], called([fresh])))).confidence).to.equal('high');
  });

  it('passes what an older snapshot of the same org saw, under another alias too', () => {
    const snapshot = evidence({
      org: 'old-alias',
      orgId: '00D000000000001EAA',
      readAt: '2026-10-01T00:00:00.000Z',
      apiUsage: known(
        aLog([aUsage({ addresses: [at('185.9.9.1', '2026-09-01T00:00:00.000Z', '2026-09-30T00:00:00.000Z')] })]),
      ),
    });
    const inventory = inOrg([app], called([usual, fresh]));
    const outcomes = run(rule, { ...inventory, orgs: [snapshot, ...inventory.orgs] });
    expect(outcomes.filter(({ kind }) => kind === 'finding')).to.be.empty;
  });

  it('passes clients of many networks, people’s devices and apps of Salesforce', () => {
    const many = Array.from({ length: 9 }, (_, index) => at(`3.1.${index}.7`, '2026-10-24T01:00:00.000Z'));
    expect(run(rule, inOrg([app], called([...many, fresh])))).to.be.empty;
    const native = { callbackUrls: known([{ value: 'acmemobile://done' }]) };
    for (const other of [native, { firstParty: true }]) {
      expect(run(rule, inOrg([{ ...app, ...other }], called([usual, fresh])))).to.be.empty;
    }
  });

  it('takes logins of machines, whose history is longer, and not those of people', () => {
    const one = {
      sourceIp: '185.9.9.9',
      first: '2026-11-20T03:00:00.000Z',
      last: '2026-11-21T03:00:00.000Z',
      countryIso: 'RO',
    };
    const unread = { apiUsage: known(aLog([])) };
    const finding = onlyFinding(
      run(rule, inOrg([app], { ...unread, logins: logins(aLogin({ sourceIp: '3.1.1.7' }), aLogin(one)) })),
    );
    expect(finding.message).to.contain('185.9.9.9 (RO)');
    const person = aLogin({ ...one, loginSubType: 'OauthWebServer' });
    expect(run(rule, inOrg([app], { ...unread, logins: logins(aLogin({ sourceIp: '3.1.1.7' }), person) }))).to.be.empty;
  });

  it('finds it for clients that are no apps of the org', () => {
    const finding = onlyFinding(run(rule, inOrg([], called([usual, fresh], { appName: 'Stranger' }))));
    expect(finding.appName).to.equal('Stranger');
  });

  it('is inconclusive without anything to compare with, once for all', () => {
    expect(onlyReason(run(rule, inOrg([app], called([fresh]))))).to.contain(
      'nothing tells where it called from before',
    );
    const two = [1, 2].map((id) =>
      aUsage({ key: `0H400000000000${id}`, appId: `0H400000000000${id}`, appName: `S${id}`, addresses: [fresh] }),
    );
    expect(reasons(run(rule, inOrg([], { logins: logins(), apiUsage: known(aLog(two)) })))).to.have.length(1);
  });

  it('is inconclusive for an address of which only the last time is told', () => {
    const group = aLogin({ sourceIp: '185.9.9.9', first: undefined });
    const inventory = inOrg([app], {
      apiUsage: known(aLog([])),
      logins: logins(aLogin({ sourceIp: '3.1.1.7' }), group),
    });
    expect(onlyReason(run(rule, inventory))).to.contain('since when it calls');
  });

  it('is inconclusive without logs, for each of them', () => {
    const inventory = inOrg([app], { apiUsage: unknown('no log'), logins: unknown('no logins') });
    expect(reasons(run(rule, inventory))).to.deep.equal(['no log', 'no logins']);
  });
});
