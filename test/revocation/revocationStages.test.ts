import { expect } from 'chai';
import { revocationStages } from '../../src/revocation/revocationStages.js';

const nothing: Parameters<typeof revocationStages>[0] = { tokens: [], sessions: [], switches: [], rotations: [] };
const token = {} as (typeof nothing)['tokens'][number];
const session = {} as (typeof nothing)['sessions'][number];

describe('stages of a revocation', () => {
  it('are those that it has, and no others', () => {
    expect(revocationStages(nothing)).to.deep.equal([]);
    expect(revocationStages({ ...nothing, tokens: [token] })).to.deep.equal(['Revoking tokens']);
    expect(revocationStages({ ...nothing, sessions: [session] })).to.deep.equal(['Ending sessions']);
    expect(revocationStages({ ...nothing, switches: [{ app: 'Erp', status: 'not-possible' }] })).to.deep.equal([]);
  });

  it('have the switch first, but after a rotation, which an app that is off can not have', () => {
    const all = {
      tokens: [token],
      sessions: [session],
      switches: [{ app: 'Erp', status: 'planned' as const }],
      rotations: [],
    };
    expect(revocationStages(all)).to.deep.equal(['Switching off', 'Revoking tokens', 'Ending sessions']);
    expect(revocationStages({ ...all, rotations: ['Erp'] })).to.deep.equal([
      'Revoking tokens',
      'Ending sessions',
      'Rotating',
      'Switching off',
    ]);
  });
});
