import { expect } from 'chai';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { putConnectedApp, putExternalClientApp, putToken } from '../org/testing.js';
import { createBench, people, tokensOf, type Bench } from './support.js';

const [ada] = people;
const type = 'ExtlClntAppConfigurablePolicies';

describe('switching an app off', () => {
  useTemporaryHome();
  let bench: Bench;

  beforeEach(async () => {
    bench = await createBench();
  });
  afterEach(() => bench.dispose());

  const policiesOf = (name: string): Array<Record<string, unknown>> =>
    bench.org.state.metadata.components
      .filter(({ type: one, fields }) => one === type && fields['externalClientApplication'] === name)
      .map(({ fullName, fields }) => ({ fullName, ...fields }));

  /** As people name them who did not take the org's own name. */
  const rename = (from: string, to: string): void => {
    for (const component of bench.org.state.metadata.components)
      if (component.type === type && component.fullName === from) Object.assign(component, { fullName: to });
  };

  it('finds the policies by their app, whatever they are called, and changes nothing else', async () => {
    putExternalClientApp(bench.org, 'AcmeErp', { plugins: { startPage: 'OAuth', label: 'As it was' } });
    putExternalClientApp(bench.org, 'Other');
    rename('Other_ext', 'AcmeErp_plcy');
    rename('AcmeErp_ext', 'Decoy');
    const others = policiesOf('Other');
    const { switches, notDone } = await bench.revoke({ names: ['AcmeErp'], disableApp: true });
    expect(switches).to.deep.equal([{ app: 'AcmeErp', status: 'disabled' }]);
    expect(notDone).to.deep.equal([]);
    expect(policiesOf('AcmeErp')).to.have.length(1);
    expect(policiesOf('AcmeErp')[0]).to.include({
      fullName: 'Decoy',
      isEnabled: 'true',
      isOauthPluginEnabled: 'false',
      startPage: 'OAuth',
      label: 'As it was',
    });
    expect(policiesOf('Other')).to.deep.equal(others);
  });

  it('comes before the tokens, so that none is made in between', async () => {
    putExternalClientApp(bench.org, 'AcmeErp');
    putToken(bench.org, { username: ada, appName: 'AcmeErp' });
    const seen: unknown[] = [];
    bench.org.faults.onRequest = ({ method }) => {
      if (method === 'DELETE') seen.push(policiesOf('AcmeErp')[0]?.['isOauthPluginEnabled']);
      return undefined;
    };
    await bench.revoke({ names: ['AcmeErp'], disableApp: true });
    expect(seen).to.deep.equal(['false']);
    expect(tokensOf(bench, 'AcmeErp')).to.equal(0);
  });

  it('says so when it is off already', async () => {
    putExternalClientApp(bench.org, 'AcmeErp', { plugins: { isOauthPluginEnabled: 'false' } });
    const { switches } = await bench.revoke({ names: ['AcmeErp'], disableApp: true });
    expect(switches).to.deep.equal([{ app: 'AcmeErp', status: 'already' }]);
  });

  it('says what can be done for a Connected App and for an app without a registration', async () => {
    putConnectedApp(bench.org, 'Billing', {});
    putToken(bench.org, { username: ada, appName: 'Data Loader' });
    const { switches, nextSteps, tokens } = await bench.revoke({
      names: ['Billing', 'Data Loader'],
      disableApp: true,
    });
    expect(switches.map(({ app, status }) => [app, status])).to.deep.equal([
      ['Billing', 'not-possible'],
      ['Data Loader', 'not-possible'],
    ]);
    expect(nextSteps.join('\n'))
      .to.contain(`${bench.org.url}/lightning/setup/ConnectedAppsUsage/home`)
      .and.contain('Block Billing')
      .and.contain('Block Data Loader');
    expect(tokens).to.include({ revoked: 1, left: 0 });
  });

  it('goes on with the tokens when the org refuses the change', async () => {
    putExternalClientApp(bench.org, 'AcmeErp');
    putToken(bench.org, { username: ada, appName: 'AcmeErp' });
    bench.org.faults.onRequest = ({ path, body }) =>
      path.endsWith('/deployRequest') || body.includes('<deploy')
        ? {
            status: 403,
            body: [
              {
                errorCode: 'INSUFFICIENT_ACCESS',
                message: 'use of the Metadata API requires a user with Modify Metadata',
              },
            ],
          }
        : undefined;
    const { switches, tokens } = await bench.revoke({ names: ['AcmeErp'], disableApp: true });
    expect(switches[0]).to.include({ app: 'AcmeErp', status: 'failed' });
    expect(switches[0]?.reason).to.contain('Modify Metadata');
    expect(tokens).to.include({ revoked: 1, left: 0 });
  });

  it('is not believed before it is seen', async () => {
    putExternalClientApp(bench.org, 'AcmeErp');
    bench.org.faults.afterRequest = () => {
      for (const { type: one, fields } of bench.org.state.metadata.components)
        if (one === type) fields['isOauthPluginEnabled'] = 'true';
      return undefined;
    };
    const { switches } = await bench.revoke({ names: ['AcmeErp'], disableApp: true });
    expect(switches[0]).to.include({ status: 'failed' });
    expect(switches[0]?.reason).to.contain('still on');
  });
});
