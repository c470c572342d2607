import { isIP } from 'node:net';
import { expect } from 'chai';
import { compliance } from '../src/data/compliance.js';
import { indicators } from '../src/data/indicators.js';
import { retirements, retirementsAsOf } from '../src/data/retirements.js';
import { salesforceApps } from '../src/data/salesforceApps.js';
import { setupActionNames, setupActionOf, setupActions } from '../src/data/setupAuditTrail.js';

const day = /^20\d\d-\d\d-\d\d$/;

describe('data that ages', () => {
  it('says of which day it is', () => {
    const days = [compliance, indicators, salesforceApps, setupActions].map(({ asOf }) => asOf);
    for (const asOf of [...days, retirementsAsOf]) {
      expect(asOf).to.match(day);
      expect(Date.parse(asOf)).to.be.a('number').and.not.NaN;
    }
  });

  it('has days that exist for every retirement, all of them plans', () => {
    for (const { date, uncertain } of Object.values(retirements)) {
      expect(new Date(date).toISOString().slice(0, 10)).to.equal(date);
      expect(uncertain).to.equal(true);
    }
  });

  it('has every public address once, spelled as logs spell it', () => {
    const ips = indicators.addresses.flatMap((one) => one.ips);
    expect(ips).to.have.length(21);
    expect(new Set(ips).size).to.equal(ips.length);
    for (const ip of ips) expect(isIP(ip), ip).to.equal(4);
  });

  it('marks user agents that honest programs send', () => {
    const common = indicators.userAgents.filter((one) => one.common).map(({ text }) => text);
    expect(common).to.deep.equal(['python-requests/2.32.4', 'Python/3.11 aiohttp/3.12.15']);
  });

  it('knows the actions of client apps, and no action by the name of an object’s own parts', () => {
    expect(setupActionNames).to.have.length(25);
    expect(setupActionOf('changeOauthDefaultScope')).to.include({ kind: 'scopes' });
    expect(setupActionOf('PermSetAssign')).to.equal(undefined);
    expect(setupActionOf('constructor')).to.equal(undefined);
    expect(setupActionOf('__proto__')).to.equal(undefined);
  });
});
