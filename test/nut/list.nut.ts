import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ClientAppDisplayResult } from '../../src/commands/clientapp/display.js';
import type { ClientAppListResult } from '../../src/commands/clientapp/list.js';
import { addTokens } from '../inventory/org/arrange.js';
import { putConnectedApp, putPermissionSet } from '../org/testing.js';
import { backendManifest, integrationUserSeed, writeApp } from './appFiles.js';
import { createWorkbench, type Workbench } from './workbench.js';

type Envelope<T> = { status: number; name?: string; result: T; actions?: string[] };

describe('clientapp list and display through the real sf', () => {
  let bench: Workbench;
  let erpId: string;

  before(async () => {
    bench = await createWorkbench({ users: [integrationUserSeed, { username: 'a@x.example' }] });
    const { org, project } = bench;
    putPermissionSet(org, 'Billing_Access');
    putConnectedApp(org, 'Billing', {
      label: 'Billing app',
      oauthConfig: { callbackUrl: 'https://billing.example/cb', scopes: ['Api', 'Full'], isAdminApproved: 'true' },
      permissionSetName: ['Billing_Access'],
    });
    addTokens(org, { user: 'a@x.example', appName: 'Billing app', count: 3 });
    await writeApp(project, 'AcmeErp', backendManifest('AcmeErp', 'external-client-app'));
    const deployed = await bench.clientapp(['deploy', '--name', 'AcmeErp', '--target-org', 'dev', '--json']);
    expect(deployed.code, deployed.stdout).to.equal(0);
    erpId = org.state.metadata.components.find(({ type }) => type === 'ExternalClientApplication')?.id ?? '';
    await mkdir(join(project, 'clientapps'), { recursive: true });
    await writeFile(
      join(project, 'clientapps', 'Planned.clientapp.yaml'),
      backendManifest('Planned', 'external-client-app'),
    );
  });

  after(() => bench.dispose());

  it('lists an org with manifests, tokens and what it cost', async () => {
    const before = bench.org.requests.length;
    const run = await bench.clientapp(['list', '--target-org', 'dev', '--json']);
    const { status, result } = run.json<Envelope<ClientAppListResult>>();
    expect(status, run.stderr).to.equal(0);
    expect(
      result.apps.map(({ name, registration, model, tokens, users }) => [name, registration, model, tokens, users]),
    ).to.deep.equal([
      ['AcmeErp', 'external-client-app', 'backend', 0, 0],
      ['Billing', 'connected-app', undefined, 3, 1],
    ]);
    expect(result.apps[0]).to.include({ id: erpId, manifest: 'clientapps/AcmeErp.clientapp.yaml' });
    expect(result.coverage.every(({ status: read }) => read === 'complete')).to.equal(true);
    const made = bench.org.requests.length - before;
    expect(result.apiCalls).to.be.within(15, 18).and.to.be.at.most(made);
  });

  it('shows what could not be read as "?" and says why', async () => {
    const admin = bench.org.state.profiles.find(({ name }) => name === 'System Administrator');
    admin?.grants.userPermissions.delete('CustomizeApplication');
    try {
      const run = await bench.clientapp(['list', '--target-org', 'dev']);
      expect(run.code, run.stderr).to.equal(0);
      expect(run.stdout).to.match(/│ Billing .*│ \? +│ \? +│ \? +│ no +│/);
      expect(run.stdout).to.include(
        'dev/OauthToken: the user lacks the permission CustomizeApplication, so only the own tokens of that user can be seen',
      );
    } finally {
      admin?.grants.userPermissions.add('CustomizeApplication');
    }
  });

  it('lists the project without calling an org, also when there is a default one', async () => {
    await bench.sf.run(['config', 'set', 'target-org=dev'], { cwd: bench.project });
    const before = bench.org.requests.length;
    const run = await bench.clientapp(['list', '--json']);
    const { result } = run.json<Envelope<ClientAppListResult>>();
    expect(result.apps.map(({ name }) => name)).to.deep.equal(['AcmeErp', 'Planned']);
    expect(result.apiCalls).to.equal(0);
    expect(bench.org.requests.length).to.equal(before);
  });

  it('has neither an org nor a project to list elsewhere', async () => {
    const run = await bench.sf.run(['clientapp', 'list', '--json']);
    expect(run.code).to.equal(1);
    expect(run.json<Envelope<never>>()).to.have.property('name', 'NothingToListError');
  });

  it('displays one app side by side, and marks what differs', async () => {
    const policies = bench.org.state.metadata.components.find(
      ({ type }) => type === 'ExtlClntAppOauthConfigurablePolicies',
    );
    if (policies) policies.fields = { ...policies.fields, permittedUsersPolicyType: 'AllSelfAuthorized' };
    const run = await bench.clientapp(['display', '--name', 'AcmeErp', '--target-org', 'dev', '--json']);
    const { status, result } = run.json<Envelope<ClientAppDisplayResult>>();
    expect(status, run.stderr).to.equal(0);
    expect(result).to.include({ name: 'AcmeErp', registration: 'external-client-app' });
    expect(result.org).to.deep.equal({ org: 'dev', id: erpId });
    expect(result.scopes).to.deep.include({
      scope: 'api',
      reason: 'Reads orders through the REST API',
      meaning: 'Call the REST, SOAP and Bulk APIs',
    });
    expect(result.facts.filter(({ differs }) => differs)).to.deep.equal([
      {
        fact: 'permitted users',
        manifest: 'admin-approved',
        source: 'admin-approved',
        org: 'self-authorize',
        differs: true,
      },
    ]);
    expect(result.credential).to.deep.equal({ store: 'sf', versions: [] });
  });

  it('shortens the consumer key in its tables', async () => {
    const key = bench.org.state.metadata.consumers.find(({ appId }) => appId === erpId)?.key ?? '';
    const run = await bench.clientapp(['display', '--name', 'AcmeErp', '--target-org', 'dev']);
    expect(run.code, run.stderr).to.equal(0);
    expect(run.stdout)
      .to.include(`${key.slice(0, 5)}…${key.slice(-4)}`)
      .and.not.to.include(key);
    expect(run.stdout).to.match(/│ ≠ +│ permitted users/);
  });

  it('does not know an app that nothing names', async () => {
    const run = await bench.clientapp(['display', '--name', 'Nobody', '--target-org', 'dev', '--json']);
    expect(run.json<Envelope<never>>()).to.have.property('name', 'NotFoundError');
  });
});
