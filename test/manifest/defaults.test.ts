import { expect } from 'chai';
import { integrationModels, type Flow, type IntegrationModel } from '../../src/app/clientApp.js';
import { complete } from '../../src/manifest/complete.js';
import { decisionsOf, flowsOfModel } from '../../src/manifest/defaults.js';

const appOf = (model: IntegrationModel, flow?: Flow) =>
  complete({ name: 'AcmeErp', model, flow, owner: { email: 'a@b.example' } });

const combinations = integrationModels.flatMap((model) => flowsOfModel[model].map((flow) => [model, flow] as const));

describe('defaults', () => {
  it('choose the flow by the model', () => {
    expect(integrationModels.map((model) => appOf(model).flow)).to.deep.equal([
      'authorization-code',
      'authorization-code',
      'client-credentials',
      'authorization-code',
    ]);
  });

  it('ask for the fewest scopes that the flow works with', () => {
    const scopes = combinations.map(([model, flow]) => [model, flow, Object.keys(appOf(model, flow).scopes).join(' ')]);
    expect(scopes).to.deep.equal([
      ['web', 'authorization-code', 'api refresh_token'],
      ['mobile', 'authorization-code', 'api refresh_token'],
      ['backend', 'client-credentials', 'api'],
      ['backend', 'jwt-bearer', 'api refresh_token'],
      ['cli', 'authorization-code', 'api refresh_token'],
      ['cli', 'jwt-bearer', 'api refresh_token'],
    ]);
  });

  for (const [model, flow] of combinations) {
    it(`are strict for ${model} with ${flow}`, () => {
      const { policies, credentials, review } = appOf(model, flow);
      expect(policies).to.deep.equal({
        permittedUsers: 'admin-approved',
        ipRelaxation: 'enforce',
        ipRanges: [],
        refreshToken: { rule: 'inactivity', days: 30 },
        session: { timeoutMinutes: model === 'cli' ? 15 : 120, level: 'standard' },
      });
      expect([credentials.rotateEveryDays, review.everyDays]).to.deep.equal([180, 365]);
    });

    it(`have a reason each for ${model} with ${flow}`, () => {
      const decisions = decisionsOf(appOf(model, flow));
      expect(decisions.map(({ what }) => what)).to.include.members([
        'registration',
        'scopes.api',
        'policies.permittedUsers',
        'policies.ipRelaxation',
        'policies.refreshToken',
        'policies.session',
        'clientSecret',
        'credentials.rotateEveryDays',
        'review.everyDays',
      ]);
      for (const { why, value } of decisions) expect(why.length * value.length).to.be.greaterThan(0);
    });
  }

  it('let a command-line program listen on this machine only', () => {
    expect(appOf('cli').callbackUrls).to.deep.equal(['http://localhost:1717/OauthRedirect']);
    expect(appOf('cli', 'jwt-bearer').callbackUrls).to.deep.equal([]);
  });

  it('say that secret and PKCE follow from the model', () => {
    const secretOf = (model: IntegrationModel, flow?: Flow) =>
      decisionsOf(appOf(model, flow)).find(({ what }) => what === 'clientSecret')?.value;
    expect([
      secretOf('web'),
      secretOf('mobile'),
      secretOf('backend'),
      secretOf('backend', 'jwt-bearer'),
      secretOf('cli'),
    ]).to.deep.equal(['required', 'none', 'required', 'none', 'none']);
    const pkce = (model: IntegrationModel) => decisionsOf(appOf(model)).some(({ what }) => what === 'pkce');
    expect([pkce('web'), pkce('backend')]).to.deep.equal([true, false]);
  });

  it('are no decisions where someone chose otherwise', () => {
    const app = { ...appOf('web'), scopes: { id: 'x' }, registration: 'connected-app' as const };
    const what = decisionsOf(app).map((decision) => decision.what);
    expect(what).to.not.include.members(['registration']);
    expect(what).to.not.include.members(['scopes.api']);
  });
});
