import { expect } from 'chai';
import { surprise } from '../../src/audit/changeReview.js';
import { context } from './support.js';

const change = { id: '0Ym1', action: 'changed', display: 'Changed Billing', at: '2026-11-23T09:30:00.000Z' };
const byAna = { ...change, by: 'Ana@acme.example' };
const monday = [{ days: ['mon' as const], from: '09:00', until: '10:00' }];

describe('whether a change was expected', () => {
  it('goes by who made it where only those who deploy are known', () => {
    const told = { ...context, deploymentUsers: [' ana@ACME.example '] };
    expect(surprise(byAna, told)).to.equal(undefined);
    expect(surprise({ ...byAna, by: 'jo@acme.example' }, told)).to.equal('by somebody who does not deploy');
    expect(surprise(change, told)).to.equal('by somebody who does not deploy');
  });

  it('goes by the time where only the windows are known', () => {
    const told = { ...context, changeWindows: monday };
    expect(surprise(change, told)).to.equal(undefined);
    expect(surprise({ ...change, at: '2026-11-23T10:00:00.000Z' }, told)).to.equal('outside of the change windows');
    expect(surprise({ ...change, at: '2026-11-24T09:30:00.000Z' }, told)).to.equal('outside of the change windows');
  });
});
