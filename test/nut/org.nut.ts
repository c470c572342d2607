import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { startLoopbackOrg, type LoopbackOrg } from '../org/index.js';
import { integrationProfile } from '../org/names.js';
import { createSf, type Sf } from '../org/sf.js';
import { requestToken } from '../org/testing.js';

type Envelope<T> = { status: number; result: T; message?: string };

const robot = 'erp@acme.example';

const component = (type: string, elements: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${elements}</${type}>\n`;

const app = '<externalClientApplication>Erp</externalClientApplication>';

/** An External Client App for client credentials, open by a permission set, in source format. */
const project: Record<string, string> = {
  'sfdx-project.json': '{ "packageDirectories": [{ "path": "app", "default": true }], "sourceApiVersion": "66.0" }',
  'app/externalClientApps/Erp.eca-meta.xml': component(
    'ExternalClientApplication',
    '<contactEmail>it@acme.example</contactEmail><distributionState>Local</distributionState><label>Erp</label>',
  ),
  'app/extlClntAppOauthSettings/Erp_oauth.ecaOauth-meta.xml': component(
    'ExtlClntAppOauthSettings',
    `<commaSeparatedOauthScopes>Api</commaSeparatedOauthScopes>${app}<label>Erp_oauth</label>`,
  ),
  'app/extlClntAppGlobalOauthSets/Erp_glbloauth.ecaGlblOauth-meta.xml': component(
    'ExtlClntAppGlobalOauthSettings',
    `<callbackUrl>https://acme.example/cb</callbackUrl>${app}<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled><label>Erp_glbloauth</label>`,
  ),
  'app/extlClntAppOauthPolicies/Erp_plcy.ecaOauthPlcy-meta.xml': component(
    'ExtlClntAppOauthConfigurablePolicies',
    `<clientCredentialsFlowUser>${robot}</clientCredentialsFlowUser><commaSeparatedPermissionSet>Erp_Access</commaSeparatedPermissionSet>${app}<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType><isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled><label>Erp_plcy</label><permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType><refreshTokenPolicyType>Zero</refreshTokenPolicyType>`,
  ),
  'app/permissionsets/Erp_Access.permissionset-meta.xml': component('PermissionSet', '<label>Erp_Access</label>'),
  'app/permissionsets/Erp_Data.permissionset-meta.xml': component(
    'PermissionSet',
    '<label>Erp_Data</label><objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Account</object><viewAllRecords>false</viewAllRecords></objectPermissions>',
  ),
};

const writeProject = async (root: string): Promise<void> => {
  for (const [path, text] of Object.entries(project)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
};

describe('the real sf against the loopback org', () => {
  let org: LoopbackOrg;
  let sf: Sf;
  let cwd: string;

  before(async () => {
    org = await startLoopbackOrg();
    sf = await createSf();
    cwd = join(sf.home, 'project');
    await writeProject(cwd);
    const { code, stdout } = await sf.signIn(org, 'loop');
    expect(code, stdout).to.equal(0);
  });

  after(async () => {
    await org.stop();
    await sf.dispose();
  });

  const run = async <T>(...args: string[]): Promise<Envelope<T>> => {
    const { stdout } = await sf.run([...args, '--target-org', 'loop', '--json'], { cwd });
    return JSON.parse(stdout) as Envelope<T>;
  };

  const query = async <T>(soql: string, ...flags: string[]): Promise<Envelope<{ totalSize: number; records: T[] }>> =>
    run('data', 'query', '--query', soql, ...flags);

  it('signs in and displays the org', async () => {
    const { result } = await run<{ username: string; id: string }>('org', 'display');
    expect(result).to.include({ username: org.username, id: org.organizationId });
  });

  it('queries with SOQL, at both endpoints', async () => {
    const { result } = await query<{ Profile: { Name: string } }>('SELECT Username, Profile.Name FROM User');
    expect(result.records[0]?.Profile.Name).to.equal('System Administrator');
    expect((await query('SELECT DeveloperName FROM Certificate', '--use-tooling-api')).result.totalSize).to.equal(0);
  });

  it('is told what the org does not know', async () => {
    const { status, message } = await query('SELECT Id FROM ScratchOrgInfo');
    expect(status).to.equal(1);
    expect(message).to.contain("sObject type 'ScratchOrgInfo' is not supported.");
  });

  it('creates the integration user, deploys the app, assigns, and the app gets its token', async () => {
    const profile = await query<{ Id: string }>(`SELECT Id FROM Profile WHERE Name = '${integrationProfile}'`);
    const values = `Username=${robot} LastName=Erp Alias=erp Email=${robot} ProfileId=${profile.result.records[0]?.Id} TimeZoneSidKey=Europe/Berlin LocaleSidKey=en_US EmailEncodingKey=UTF-8 LanguageLocaleKey=en_US`;
    expect(await run('data', 'create', 'record', '--sobject', 'User', '--values', values)).to.have.property(
      'status',
      0,
    );

    const deploy = await run<{ status: string }>('project', 'deploy', 'start', '--source-dir', 'app');
    expect(deploy.result.status).to.equal('Succeeded');

    const assign = ['org', 'assign', 'permset', '--on-behalf-of', robot, '--name'];
    const tooEarly = await run<{ failures: Array<{ message: string }> }>(...assign, 'Erp_Data');
    expect(tooEarly.result.failures[0]?.message).to.contain("doesn't allow the permission: Read Accounts");
    const license = [
      'org',
      'assign',
      'permsetlicense',
      '--on-behalf-of',
      robot,
      '--name',
      'SalesforceAPIIntegrationPsl',
    ];
    expect(await run(...license)).to.have.property('status', 0);
    expect(await run(...assign, 'Erp_Data', '--name', 'Erp_Access')).to.have.property('status', 0);

    const [consumer] = org.state.metadata.consumers;
    const form = { client_id: consumer?.key ?? '', client_secret: consumer?.secret ?? '' };
    const token = await requestToken(org, { grant_type: 'client_credentials', ...form });
    expect(token.status, JSON.stringify(token.body)).to.equal(200);
  });

  it('lists and retrieves what was deployed, and sees it in SOQL', async () => {
    const listed = await run<Array<{ fullName: string }>>('org', 'list', 'metadata', '-m', 'ExternalClientApplication');
    expect(listed.result.map(({ fullName }) => fullName)).to.deep.equal(['Erp']);
    const retrieved = await run<{ files: Array<{ fullName: string; state: string }> }>(
      ...['project', 'retrieve', 'start', '--metadata', 'PermissionSet:Erp_Data'],
    );
    expect(retrieved.result.files.map(({ fullName }) => fullName)).to.deep.equal(['Erp_Data']);
    const { result } = await query<{ Parent: { Name: string } }>(
      "SELECT Parent.Name FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalClientApplication'",
    );
    expect(result.records.map(({ Parent }) => Parent.Name)).to.deep.equal(['Erp_Access']);
  });

  it('deploys over REST when told to', async () => {
    const { stdout } = await sf.run(
      ['project', 'deploy', 'start', '--metadata', 'PermissionSet:Erp_Access', '--target-org', 'loop', '--json'],
      { cwd, env: { SF_ORG_METADATA_REST_DEPLOY: 'true' } },
    );
    expect((JSON.parse(stdout) as Envelope<{ status: string }>).result?.status, stdout).to.equal('Succeeded');
    expect(
      org.requests.some(({ method, path }) => method === 'POST' && path.endsWith('/metadata/deployRequest')),
    ).to.equal(true);
  });
});
