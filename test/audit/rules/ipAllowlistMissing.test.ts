import { expect } from 'chai';
import { ipAllowlistMissing as rule } from '../../../src/audit/rules/ipAllowlistMissing.js';
import type { AppUsage } from '../../../src/inventory/evidence.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { aLog, aUsage } from './aUsage.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { aLogin, aUser, inOrg, logins, orgConnectedApp, run } from './inOrg.js';

const profile = (name: string, ranges = 0) => ({
  name,
  loginIpRanges: Array.from({ length: ranges }, () => ({ start: '203.0.113.7', end: '203.0.113.7' })),
});
const app = orgConnectedApp({ ipRanges: known([]) });
const seen = {
  profiles: known([profile('Integration'), profile('Sales')]),
  users: known([aUser()]),
  logins: logins(),
  apiUsage: known(aLog([aUsage()])),
};
const addresses = (...ips: string[]): AppUsage['addresses'] =>
  ips.map((ip) => ({ ip, calls: 1, firstSeen: '2026-10-24T01:00:00.000Z', lastSeen: '2026-11-22T23:00:00.000Z' }));

describe('ip-allowlist-missing', () => {
  it('finds an integration of one address without any range: Moderate', () => {
    const finding = onlyFinding(run(rule, inOrg([app], seen)));
    expect(finding).to.include({ app, org: 'uat', confidence: 'low' });
    expect(finding.message).to.contain('calls from 203.0.113.7 and nowhere else');
    expect(finding.evidence).to.contain('2026-10-24 to 2026-11-22');
    expect(rule.severity).to.equal(3);
  });

  it('is surer of a longer window, and takes machine logins as evidence too', () => {
    const finding = onlyFinding(run(rule, inOrg([app], { ...seen, logins: logins(aLogin()) })));
    expect(finding.confidence).to.equal('medium');
    expect(finding.evidence).to.contain('the API log and the login history');
  });

  it('passes an app with ranges, and one whose users all have them by their profile', () => {
    expect(run(rule, inOrg([orgConnectedApp()], seen))).to.be.empty;
    const profiles = known([profile('Integration', 1), profile('Sales')]);
    expect(run(rule, inOrg([app], { ...seen, profiles }))).to.be.empty;
  });

  it('asks every profile where no user is known', () => {
    const profiles = known([profile('Integration', 1), profile('Sales')]);
    expect(run(rule, inOrg([app], { ...seen, users: known([]), profiles }))).to.have.length(1);
  });

  it('passes clients of many networks, private connections and Salesforce’s own addresses', () => {
    const many = addresses(...Array.from({ length: 9 }, (_, index) => `3.1.${index}.7`));
    for (const list of [many, addresses('10.0.0.8', 'Salesforce.com IP'), []]) {
      const apiUsage = known(aLog([aUsage({ addresses: list })]));
      expect(run(rule, inOrg([app], { ...seen, apiUsage })), JSON.stringify(list)).to.be.empty;
    }
    const cut = known(aLog([aUsage({ truncated: true })]));
    expect(run(rule, inOrg([app], { ...seen, apiUsage: cut }))).to.be.empty;
  });

  it('passes apps on people’s devices, packaged apps and those of Salesforce', () => {
    const native = known([{ value: 'http://localhost:1717/OauthRedirect' }]);
    for (const other of [{ callbackUrls: native }, { managed: true }, { firstParty: true }]) {
      expect(run(rule, inOrg([{ ...app, ...other }], seen))).to.be.empty;
    }
  });

  it('is inconclusive for a window too short, without the log, without profiles, without the ranges', () => {
    const short = known(
      aLog([
        aUsage({
          addresses: [
            {
              ip: '203.0.113.7',
              calls: 1,
              firstSeen: '2026-11-22T01:00:00.000Z',
              lastSeen: '2026-11-22T23:00:00.000Z',
            },
          ],
        }),
      ]),
    );
    expect(onlyReason(run(rule, inOrg([app], { ...seen, apiUsage: short })))).to.contain('over 1 day, too few');
    expect(onlyReason(run(rule, inOrg([app], { ...seen, apiUsage: unknown('no log') })))).to.equal('no log');
    expect(onlyReason(run(rule, inOrg([app], { ...seen, profiles: unknown('no profiles') })))).to.equal('no profiles');
    const unread = orgConnectedApp({ ipRanges: unknown('not retrieved') });
    expect(onlyReason(run(rule, inOrg([unread], seen)))).to.equal('not retrieved');
  });
});
