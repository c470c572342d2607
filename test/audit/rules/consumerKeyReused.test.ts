import { expect } from 'chai';
import type { Registration } from '../../../src/app/clientApp.js';
import { consumerKeyReused as rule } from '../../../src/audit/rules/consumerKeyReused.js';
import { known, unknown, type InventoryApp } from '../../../src/inventory/types.js';
import { anApp, at, check, type onlyFinding } from './anInventory.js';

const key = '3MVG9lKcPoNINVB0Example7';
const inFolder = (folder: string, consumerKey: string, overrides: Partial<InventoryApp> = {}) => {
  const file = `${folder}/Billing.eca-meta.xml`;
  return anApp({ origin: { kind: 'source', file }, consumerKey: known(consumerKey, at(6, file)), ...overrides });
};
const twice = (registration: Registration, overrides: Partial<InventoryApp> = {}) =>
  check(rule, inFolder('prod', key, { registration }), inFolder('uat', key, { registration, ...overrides }));
const findings = (outcomes: ReturnType<typeof check>) => outcomes as Array<ReturnType<typeof onlyFinding>>;

describe('consumer-key-reused', () => {
  it('finds the same key in two folders, in each of them', () => {
    const outcomes = findings(twice('external-client-app'));
    expect(outcomes.map(({ kind, confidence }) => [kind, confidence])).to.deep.equal([
      ['finding', 'high'],
      ['finding', 'high'],
    ]);
    expect(outcomes.map(({ location }) => location?.file)).to.deep.equal([
      'prod/Billing.eca-meta.xml',
      'uat/Billing.eca-meta.xml',
    ]);
    expect(outcomes[0]?.evidence).to.equal('consumerKey has the same value in uat/Billing.eca-meta.xml');
    expect(rule.severity).to.equal(4);
  });

  it('finds one key under two names', () => {
    expect(findings(twice('connected-app', { name: 'Other' })).map(({ confidence }) => confidence)).to.deep.equal([
      'high',
      'high',
    ]);
  });

  it('is not sure of copies of one connected app, which a sandbox refresh makes', () => {
    expect(findings(twice('connected-app')).map(({ confidence }) => confidence)).to.deep.equal(['low', 'low']);
  });

  it('is sure when one of several has another name', () => {
    const registration = 'connected-app' as const;
    const copies = [inFolder('prod', key, { registration }), inFolder('uat', key, { registration })];
    const outcomes = findings(check(rule, ...copies, inFolder('qa', key, { registration, name: 'Other' })));
    expect(outcomes.map(({ confidence }) => confidence)).to.deep.equal(['high', 'high', 'high']);
  });

  it('passes what a refresh copied between orgs', () => {
    const inOrg = (org: string) => anApp({ consumerKey: known(key), origin: { kind: 'org', org, id: '0H4' } });
    expect(check(rule, inOrg('prod'), inOrg('uat'))).to.be.empty;
  });

  it('holds for different keys, and for none', () => {
    expect(check(rule, inFolder('prod', key), inFolder('uat', `${key}8`))).to.be.empty;
    expect(check(rule, anApp(), anApp({ consumerKey: unknown('no file') }))).to.be.empty;
  });

  it('passes placeholders', () => {
    for (const value of [
      '',
      'XXXXXXXXXXXX',
      '${CONSUMER_KEY}',
      'REDACTED00',
      '3MVG9xxxxxxxxxxxx',
      '<your key here>',
      '{{clientId}}',
    ]) {
      expect(check(rule, inFolder('prod', value), inFolder('uat', value)), value).to.be.empty;
    }
  });
});
