import { expect } from 'chai';
import { deviceFlow as rule } from '../../../src/audit/rules/deviceFlow.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, anInventory, at, check, context, onlyFinding, onlyReason } from './anInventory.js';

const on = known(true, at(8));
const localhost = known([{ value: 'http://localhost:1717/OauthRedirect' }]);

describe('device-flow', () => {
  it('finds a connected app with it, with the countdown', () => {
    const app = anApp({ registration: 'connected-app', deviceFlow: on, callbackUrls: localhost });
    const finding = onlyFinding(check(rule, app));
    expect(finding).to.include({ app, evidence: 'isDeviceFlowEnabled is true' });
    expect(finding).not.to.have.property('severity');
    expect(finding.location).to.deep.equal(at(8));
    expect(finding.message).to.contain('on 2026-11-30, in 7 days');
    expect(rule.severity).to.equal(2);
  });

  it('finds an External Client App without a localhost callback', () => {
    expect(onlyFinding(check(rule, anApp({ deviceFlow: on }))).app?.name).to.equal('Billing');
  });

  it('says since when, from the day itself', () => {
    const inventory = anInventory({ apps: [anApp({ deviceFlow: on })] });
    for (const [day, text] of [
      ['2026-11-29', 'on 2026-11-30, in 1 day.'],
      ['2026-11-30', 'since 2026-11-30.'],
    ] as const) {
      expect(onlyFinding(rule.check(inventory, { ...context, today: new Date(day) })).message).to.contain(text);
    }
  });

  it('holds without the flow', () => {
    expect(check(rule, anApp())).to.be.empty;
  });

  it('passes a local External Client App with a localhost callback', () => {
    expect(check(rule, anApp({ deviceFlow: on, callbackUrls: localhost }))).to.be.empty;
  });

  it('finds a packaged one, which the exception is not for, and passes those of Salesforce', () => {
    expect(onlyFinding(check(rule, anApp({ deviceFlow: on, callbackUrls: localhost, managed: true }))).kind).to.equal(
      'finding',
    );
    expect(check(rule, anApp({ deviceFlow: on, firstParty: true }))).to.be.empty;
  });

  it('is inconclusive when the switch is not known', () => {
    expect(onlyReason(check(rule, anApp({ deviceFlow: unknown('no global settings') })))).to.equal(
      'no global settings',
    );
  });
});
