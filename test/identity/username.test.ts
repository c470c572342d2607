import { expect } from 'chai';
import { proposeUsername, usernameOf } from '../../src/identity/username.js';
import { appOf, failureOf, integrationUser, manifestOf } from './support.js';

const orgId = '00D5g000005AbCdEAK';
const app = appOf(manifestOf('AcmeErp'));
const nameless = { ...app, identity: {} };
const refusal = async (work: () => string) => {
  const { name, message, actions = [] } = await failureOf(Promise.resolve().then(work));
  return { text: `${name}: ${message}`, actions };
};

describe('the username of an app', () => {
  it('is the one of the manifest, whatever else is given in another case', () => {
    expect(usernameOf(app, { orgId })).to.equal(integrationUser);
    expect(usernameOf(app, { orgId, given: integrationUser.toUpperCase() })).to.equal(integrationUser);
  });

  it('is the given one where the manifest has none', () => {
    expect(usernameOf(nameless, { orgId, given: 'a@b.example' })).to.equal('a@b.example');
  });

  it('is asked for, with a proposal and the place where it belongs', async () => {
    const { text, actions } = await refusal(() => usernameOf(nameless, { orgId, environment: 'uat' }));
    expect(text).to.equal('UsernameMissingError: clientapps/AcmeErp.clientapp.yaml names no user for AcmeErp.');
    expect(actions[0]).to.contain('environments.uat.identity.user');
    expect(actions[1]).to.contain('--username acmeerp@00d5g000005abcd.acme.example.integration');
  });

  it('is not another than the manifest says', async () => {
    const { text, actions } = await refusal(() => usernameOf(app, { orgId, given: 'a@b.example' }));
    expect(text).to.match(/^UsernameConflictError: .*, not a@b\.example\.$/);
    expect(actions[0]).to.contain('change identity.user');
  });

  it('has the form of an e-mail address, and 80 characters at most', async () => {
    const invalid = (given: string) => refusal(() => usernameOf(nameless, { orgId, given }));
    expect((await invalid('acme')).text).to.match(/^UsernameInvalidError: "acme" is not a username/);
    expect((await invalid(`${'a'.repeat(72)}@b.example`)).text).to.match(/too long/);
  });

  it('is proposed no longer than orgs allow', () => {
    const name = `A${'b'.repeat(63)}`;
    expect(proposeUsername({ name, owner: app.owner }, orgId)).to.have.length.at.most(80);
    expect(proposeUsername({ name: 'Erp', owner: { email: 'x@Acme.example' } }, orgId)).to.equal(
      'erp@00d5g000005abcd.acme.example.integration',
    );
  });
});
