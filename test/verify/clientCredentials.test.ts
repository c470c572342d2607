import { expect } from 'chai';
import { useTemporaryHome } from '../inventory/org/connect.js';
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
});
