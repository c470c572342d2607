import { expect } from 'chai';
import type { RefreshTokenPolicy } from '../../../src/app/clientApp.js';
import { refreshTokenTooLong as rule } from '../../../src/audit/rules/refreshTokenTooLong.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

const withPolicy = (policy: RefreshTokenPolicy) => anApp({ refreshToken: known(policy, at(9)) });

describe('refresh-token-too-long', () => {
  it('finds a lifetime beyond the limit', () => {
    const app = withPolicy({ rule: 'lifetime', days: 365 });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, subject: 'lifetime' });
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal(at(9));
    expect(finding.message).to.equal('The refresh tokens of Billing live for 365 days; 90 days is the limit.');
    expect(rule.severity).to.equal(3);
  });

  it('finds an inactivity beyond the limit, in hours too', () => {
    expect(onlyFinding(check(rule, withPolicy({ rule: 'inactivity', days: 31 }))).subject).to.equal('inactivity');
    expect(onlyFinding(check(rule, withPolicy({ rule: 'inactivity', hours: 721 }))).message).to.contain(
      '30 days is the limit',
    );
  });

  it('holds at the limits', () => {
    expect(
      check(
        rule,
        withPolicy({ rule: 'lifetime', days: 90 }),
        withPolicy({ rule: 'inactivity', days: 30 }),
        withPolicy({ rule: 'inactivity', hours: 720 }),
        withPolicy({ rule: 'never' }),
      ),
    ).to.be.empty;
  });

  it('passes an app without refresh tokens', () => {
    expect(check(rule, { ...withPolicy({ rule: 'lifetime', days: 365 }), scopes: known([{ value: 'api' }]) })).to.be
      .empty;
  });

  it('is inconclusive when the unit is not known', () => {
    expect(onlyReason(check(rule, anApp({ refreshToken: unknown('SOQL has no unit') })))).to.equal('SOQL has no unit');
  });
});
