import { expect } from 'chai';
import { diagnose } from '../../src/doctor/diagnose.js';
import { isAtLeast } from '../../src/doctor/nodeVersion.js';
import type { Diagnostic, Health } from '../../src/doctor/types.js';

const well: Health = {
  version: '0.1.0',
  node: '22.23.3',
  wantedNode: '>=22.22.2',
  stores: [
    { store: 'sf', status: 'reachable' },
    { store: 'keychain', status: 'reachable' },
  ],
  helpers: [],
  unfinishedRotations: { status: 'known', value: { secret: 0, certificate: 0, guided: 0 } },
  temporaryOrgChanges: { status: 'known', value: { held: 0, left: 0 } },
};

const notPassed = (more: Partial<Health>): Diagnostic[] =>
  diagnose({ ...well, ...more }).filter(({ status }) => status !== 'pass');

describe('what the doctor is told', () => {
  it('passes when all is well, with nothing to suggest', () => {
    expect(diagnose(well).map(({ status }) => status)).to.deep.equal(['pass', 'pass', 'pass', 'pass', 'pass']);
    expect(diagnose(well).some(({ suggestion }) => suggestion !== undefined)).to.equal(false);
  });

  it('takes a store that nobody has used for no fault', () => {
    expect(notPassed({ stores: [{ store: 'sf', status: 'unused' }] })).to.deep.equal([]);
  });

  it('fails for an old Node and says where to get another', () => {
    const [only, ...more] = notPassed({ node: '20.19.0' });
    expect(more).to.deep.equal([]);
    expect(only).to.include({ name: 'Node 20.19.0 is new enough', status: 'fail' });
    expect(only?.suggestion).to.include('sf update');
  });

  it('fails for a credential file that can not be read, and only warns of a missing keychain', () => {
    const found = notPassed({
      stores: [
        { store: 'sf', status: 'unreachable', error: 'NewerCredentialsError' },
        { store: 'keychain', status: 'unreachable', error: 'KeychainUnavailableError' },
      ],
    });
    expect(found.map(({ status }) => status)).to.deep.equal(['fail', 'warn']);
    expect(found[0]?.suggestion).to.include('NewerCredentialsError').and.include('sf clientapp credential display');
    expect(found[1]?.suggestion).to.include('--store keychain');
  });

  it('counts rotations of every kind', () => {
    const [only] = notPassed({
      unfinishedRotations: { status: 'known', value: { secret: 1, certificate: 2, guided: 1 } },
    });
    expect(only).to.include({ status: 'warn' });
    expect(only?.suggestion).to.include(': 4.').and.include('sf clientapp rotate report');
  });

  it('fails for an org setting that a dead command left, not for one that a running command holds', () => {
    expect(notPassed({ temporaryOrgChanges: { status: 'known', value: { held: 2, left: 0 } } })).to.deep.equal([]);
    const [only] = notPassed({ temporaryOrgChanges: { status: 'known', value: { held: 0, left: 1 } } });
    expect(only).to.include({ status: 'fail' });
  });

  it('never takes what it could not read for well', () => {
    const found = notPassed({
      unfinishedRotations: { status: 'unknown', error: 'NewerJournalError' },
      temporaryOrgChanges: { status: 'unknown', error: 'NewerLeasesError' },
    });
    expect(found.map(({ status }) => status)).to.deep.equal(['unknown', 'unknown']);
    expect(found.map(({ suggestion }) => suggestion).join())
      .to.include('NewerJournalError')
      .and.include('NewerLeases');
  });
});

describe('isAtLeast', () => {
  it('compares numbers, not texts', () => {
    expect(isAtLeast('22.22.2', '>=22.22.2')).to.equal(true);
    expect(isAtLeast('22.100.0', '>=22.22.2')).to.equal(true);
    expect(isAtLeast('v24.0.0', '>=22.22.2')).to.equal(true);
    expect(isAtLeast('22.22.1', '>=22.22.2')).to.equal(false);
    expect(isAtLeast('20.99.99', '>=22.22.2')).to.equal(false);
    expect(isAtLeast('9.0.0', '>= 22')).to.equal(false);
  });

  it('does not guess at a range that it does not understand', () => {
    for (const range of ['unknown', '^22.0.0', '>=22 <24', '']) expect(isAtLeast('99.0.0', range)).to.equal(false);
  });
});
