import { expect } from 'chai';
import type { OrgConnection } from '../../src/org/connection.js';
import { ensureUser } from '../../src/identity/ensureUser.js';
import { addTokens } from '../inventory/org/arrange.js';
import { connect, useTemporaryHome } from '../inventory/org/connect.js';
import { startLoopbackOrg, type LoopbackOrg } from '../org/index.js';
import { putConnectedApp, putExternalClientApp, putPermissionSet } from '../org/testing.js';
import { options, putApp, requestFor } from './support.js';

const crowd = Array.from({ length: 300 }, (_, index) => ({ username: `person${index}@acme.example` }));

/** Hundreds of users, thousands of assignments, and apps that have nothing to do with this one. */
const crowdOrg = (org: LoopbackOrg): void => {
  const sets = Array.from({ length: 12 }, (_, index) => putPermissionSet(org, `Set${index}`));
  const users = org.org.records('User').map(({ Id }) => Id);
  const assignments = org.org.records('PermissionSetAssignment');
  for (const AssigneeId of users)
    for (const PermissionSetId of sets)
      assignments.push({ Id: org.org.newId('0Pa'), AssigneeId, PermissionSetId, IsActive: true });
  for (let index = 0; index < 40; index += 1) {
    putExternalClientApp(org, `Eca${index}`);
    putConnectedApp(org, `Ca${index}`, { oauthConfig: { callbackUrl: 'https://acme.example/cb', scopes: 'Api' } });
  }
  addTokens(org, { user: 'person1@acme.example', appName: 'Crm', count: 3000 });
};

describe('create user in a large org', () => {
  useTemporaryHome();

  /** Calls of a first and a second run, polls of a retrieve counted once. */
  const callsOf = async (seed: (org: LoopbackOrg) => void, users = [] as typeof crowd): Promise<number[]> => {
    const org = await startLoopbackOrg({ users });
    seed(org);
    putApp(org, 'AcmeErp');
    const connection: OrgConnection = await connect(org);
    const run = async (): Promise<number> => {
      const start = org.requests.length;
      const { steps } = await ensureUser(connection, requestFor('AcmeErp'), options());
      expect(steps.map(({ status }) => status)).to.not.include('planned');
      const made = org.requests.slice(start);
      const polls = made.filter(({ body }) => body.toString().includes('checkRetrieveStatus')).length;
      return made.length - Math.max(polls - 1, 0);
    };
    const counts = [await run(), await run(), await run()];
    await org.stop();
    return counts;
  };

  it('makes as many calls as in a small one', async () => {
    const small = await callsOf(() => undefined);
    const large = await callsOf(crowdOrg, crowd);
    expect(large).to.deep.equal(small);
    expect(small).to.deep.equal([12, 9, 9]);
  });
});
