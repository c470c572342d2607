import { StateAggregator, type Org } from '@salesforce/core';
import { expect } from 'chai';
import { calledOrg } from '../../src/org/calledOrg.js';
import { orgNames } from '../../src/org/orgNames.js';
import { useTemporaryHome } from '../inventory/org/connect.js';

const username = 'admin@acme.example';
const org = { getUsername: () => username, getOrgId: () => '00D000000000001' } as unknown as Org;

describe('names of an org', () => {
  useTemporaryHome();
  beforeEach(async () => {
    StateAggregator.clearInstance();
    const { aliases } = await StateAggregator.getInstance();
    await aliases.setAndSave('uat', username);
    await aliases.setAndSave('acceptance', username);
  });
  afterEach(() => StateAggregator.clearInstance());

  it('are its aliases, then its username', async () => {
    expect(await orgNames(org)).to.deep.equal(['uat', 'acceptance', username]);
  });

  it('begin with the one that a person used', async () => {
    expect(await orgNames(org, 'acceptance')).to.deep.equal(['acceptance', 'uat', username]);
    expect(await orgNames(org, username)).to.deep.equal([username, 'uat', 'acceptance']);
  });

  it('never hold one that is not of the org', async () => {
    expect(await orgNames(org, 'production')).to.deep.equal(['uat', 'acceptance', username]);
  });
});

describe('the name that an org is called by', () => {
  useTemporaryHome();

  it('is what was typed', async () => {
    const typed = [
      { type: 'flag', flag: 'name', input: 'Erp' },
      { type: 'flag', flag: 'target-org', input: 'acceptance' },
    ] as const;
    expect(await calledOrg(typed)).to.equal('acceptance');
  });

  it('is unknown where neither command line nor configuration names one', async () => {
    expect(await calledOrg([{ type: 'arg', input: 'acceptance' }])).to.equal(undefined);
  });
});
