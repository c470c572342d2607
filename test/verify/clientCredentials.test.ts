import { expect } from 'chai';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { putExternalClientApp } from '../org/testing.js';
import { backendApp, createStage, expectNoTrace, type Stage } from './support.js';

describe('verify: client credentials', () => {
  useTemporaryHome();
  let stage: Stage;
  beforeEach(async () => (stage = await createStage()));
  afterEach(() => stage.org.stop());

  it('passes what works and what is refused, and skips what cannot be tried', async () => {
    const result = await stage.verify(backendApp('permissions: { objects: { Order: [read] } }'));
    const statuses = Object.fromEntries(result.checks.map(({ id, status }) => [id, status]));
    expect(statuses, JSON.stringify(result.checks, null, 1)).to.deep.equal({
      credential: 'pass',
      'api-version': 'pass',
      token: 'pass',
      identity: 'pass',
      scopes: 'pass',
      instance: 'pass',
      'api-call': 'pass',
      introspection: 'pass',
      'data-rights': 'pass',
      revoke: 'pass',
      'wrong-secret': 'pass',
      'undeclared-scope': 'pass',
      'admin-approval': 'pass',
      'other-user': 'skipped',
      'ui-login': 'pass',
      'source-address': 'skipped',
      'unregistered-callback': 'pass',
      'foreign-callback': 'pass',
      'plain-http-callback': 'pass',
      'user-agent-flow': 'pass',
      'password-flow': 'pass',
    });
    expect(result).to.include({ app: 'Erp', org: 'dev', status: 'pass' });
    expectNoTrace(stage, result);
  });

  it('leaves out what must be refused when asked to', async () => {
    const result = await stage.verify(backendApp(), { negative: false });
    expect(result.checks.at(-1)?.id).to.equal('revoke');
    expect(result.status).to.equal('pass');
  });

  it('lets no secret through, should the org ever echo one', async () => {
    const { secret } = stage.consumer;
    stage.org.faults.onRequest = ({ path }) =>
      path.endsWith('/oauth2/token')
        ? { status: 400, body: { error: 'odd', error_description: `you sent ${secret}` } }
        : undefined;
    const result = await stage.verify(backendApp(), { negative: false });
    expect(JSON.stringify(result)).to.contain('you sent [secret]').and.not.contain(secret);
  });

  it('makes as many calls however many apps the org has', async () => {
    const { apiCalls } = await stage.verify(backendApp());
    for (let i = 0; i < 20; i += 1) putExternalClientApp(stage.org, `Other${i}`);
    expect((await stage.verify(backendApp())).apiCalls).to.equal(apiCalls);
  });
});
