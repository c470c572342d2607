import { expect } from 'chai';
import { registrations, type Flow, type IntegrationModel, type Registration } from '../../src/app/clientApp.js';
import type { ClientAppDeployResult } from '../../src/commands/clientapp/deploy.js';
import type { ClientAppGenerateAppResult } from '../../src/commands/clientapp/generate/app.js';
import { flowsOfModel } from '../../src/manifest/defaults.js';
import { putSettings } from '../org/testing.js';
import { createWorkbench, type Workbench } from './workbench.js';

type Envelope<T> = { status: number; result: T; warnings?: string[] };

type Case = { model: IntegrationModel; flow: Flow; registration: Registration };

const cases: Case[] = Object.entries(flowsOfModel).flatMap(([model, flows]) =>
  flows.flatMap((flow) =>
    registrations.map((registration) => ({ model: model as IntegrationModel, flow, registration })),
  ),
);

const nameOf = ({ model, flow, registration }: Case): string =>
  [model, ...flow.split('-'), registration === 'connected-app' ? 'ca' : 'eca']
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');

/** The flags that only this kind of app needs. */
const particulars = ({ model, flow }: Case, name: string): string[] => [
  ...(model === 'web' ? ['--callback-url', 'https://acme.example/callback'] : []),
  ...(model === 'mobile' ? ['--callback-url', 'acmefield://oauth/callback'] : []),
  ...(flow === 'authorization-code'
    ? []
    : ['--integration-user', `${name.toLowerCase()}@acme.example.integration`, '--object', 'Order:read,create,edit']),
];

describe('from an empty project to a verified app, through the real sf', () => {
  let bench: Workbench;

  before(async () => {
    bench = await createWorkbench({ integrationSeats: 20, switches: { connectedAppCreationAllowed: true } });
    // An org that blocks the flows that are retired anyway.
    putSettings(bench.org, 'OauthOidc', { blockOAuthUnPwFlow: 'true', blockOAuthUsrAgtFlow: 'true' });
  });
  after(() => bench.dispose());

  const run = async <T>(...args: string[]): Promise<Envelope<T>> => {
    const ended = await bench.clientapp([...args, '--json']);
    expect(ended.code, `${args.join(' ')}: ${ended.stdout}${ended.stderr}`).to.equal(0);
    return ended.json();
  };

  const deploy = async (name: string): Promise<ClientAppDeployResult['apps'][number]> => {
    const { result } = await run<ClientAppDeployResult>(
      ...['deploy', '--name', name, '--target-org', 'dev', '--create-user', '--verify', '--allow-setting-change'],
    );
    expect(result.apps).to.have.length(1);
    return result.apps[0]!;
  };

  it('covers every flow of every model', () => {
    expect(cases).to.have.length(12);
  });

  for (const one of cases) {
    const { model, flow, registration } = one;
    const name = nameOf(one);

    it(`${model}, ${flow}, ${registration}`, async () => {
      const { result } = await run<ClientAppGenerateAppResult>(
        ...['generate', 'app', '--name', name, '--model', model, '--flow', flow, '--registration', registration],
        ...['--owner-email', 'integrations@acme.example', ...particulars(one, name)],
      );
      const certificateStep = result.nextSteps.some((step) => step.includes(`generate certificate --name ${name}`));
      expect(certificateStep).to.equal(flow === 'jwt-bearer');
      if (certificateStep) await run('generate', 'certificate', '--name', name, '--target-org', 'dev');

      const app = await deploy(name);
      const failed = app.verify?.checks.filter(({ status }) => status === 'fail');
      expect(failed, JSON.stringify(failed, undefined, 1)).to.deep.equal([]);
      expect(app.verify?.status).to.equal('pass');
      expect(app.readBack).to.deep.equal({ status: 'match', differences: [] });
      expect(app.credential.secret).to.equal(flow === 'client-credentials' || model === 'web' ? 'stored' : 'none');
      if (flow === 'authorization-code') expect(app).to.not.have.property('user');
      else expect(app.user).to.include({ username: `${name.toLowerCase()}@acme.example.integration`, created: true });
    });

    it(`${model}, ${flow}, ${registration}: a second deploy changes nothing and passes again`, async () => {
      const keys = bench.org.state.metadata.consumers.map(({ key }) => key);
      const users = bench.org.org.records('User').length;
      const app = await deploy(name);
      expect(app.verify?.status).to.equal('pass');
      expect(app.readBack.status).to.equal('match');
      if (app.user) expect(app.user.created).to.equal(false);
      expect(bench.org.state.metadata.consumers.map(({ key }) => key)).to.deep.equal(keys);
      expect(bench.org.org.records('User')).to.have.length(users);
    });
  }
});
