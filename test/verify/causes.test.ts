import { expect } from 'chai';
import { SfError } from '@salesforce/core/sfError';
import { verifyApp } from '../../src/verify/verifyApp.js';
import { connect, useTemporaryHome } from '../inventory/org/connect.js';
import { integrationProfile } from '../org/names.js';
import { assign, putConnectedApp, putSettings } from '../org/testing.js';
import {
  backendApp,
  checkOf,
  createStage,
  credentialOf,
  expectCause,
  person,
  robot,
  storeOf,
  type Stage,
} from './support.js';

/** One planted fault each, with the cause that must be found. */
describe('verify: causes of client credentials', () => {
  useTemporaryHome();
  let stage: Stage;
  beforeEach(async () => (stage = await createStage()));
  afterEach(() => stage.org.stop());

  const user = (username = robot) => {
    const row = stage.org.org.records('User').find(({ Username }) => Username === username);
    if (!row) throw new Error(`no user ${username}`);
    return row;
  };
  const unassign = (setId: string): void => {
    const { records } = stage.org.state;
    records.PermissionSetAssignment = (records.PermissionSetAssignment ?? []).filter(
      ({ PermissionSetId, AssigneeId }) => PermissionSetId !== setId || AssigneeId !== user().Id,
    );
  };
  const verify: Stage['verify'] = (app, options, versions) =>
    stage.verify(app, { negative: false, ...options }, versions);

  describe('the store', () => {
    it('no-credential-stored', async () => {
      const result = await verify(backendApp(), {}, {});
      const { actions } = expectCause(result, 'credential', 'no-credential-stored');
      expect(actions[0]).to.contain('"sf clientapp deploy --name Erp --target-org dev"');
      expect(result.checks.slice(1).every(({ status }) => status === 'skipped')).to.equal(true);
      expect(result.apiCalls).to.equal(0);
    });

    it('store-unreadable', async () => {
      const locked = {
        ...storeOf({}),
        read: () => Promise.reject(new SfError('The keychain is locked.', 'KeychainLockedError', ['Unlock it.'])),
      };
      const result = await verifyApp(await connect(stage.org), backendApp(), locked, { org: 'dev' });
      const { detail, actions } = expectCause(result, 'credential', 'store-unreadable');
      expect(detail).to.contain('The keychain is locked.');
      expect(actions).to.deep.equal(['Unlock it.']);
    });

    it('secret-not-stored', async () => {
      const { consumerSecret: _, ...current } = credentialOf(stage.consumer);
      expectCause(await verify(backendApp(), {}, { current }), 'credential', 'secret-not-stored');
    });

    it('wrong-secret', async () => {
      const current = credentialOf(stage.consumer, { consumerSecret: 'not-the-secret' });
      const { actions } = expectCause(await verify(backendApp(), {}, { current }), 'token', 'wrong-secret');
      expect(actions[0]).to.contain('sf clientapp credential set --name Erp --target-org dev');
    });

    it('key-of-another-org', async () => {
      const current = credentialOf(stage.consumer, { consumerKey: 'keyOfAnotherOrg00000' });
      const { detail } = expectCause(await verify(backendApp(), {}, { current }), 'token', 'key-of-another-org');
      expect(detail).to.contain('keyOf…0000').and.not.contain('keyOfAnotherOrg00000');
    });

    it('rotated-pair-expired, by the date that was stored with it', async () => {
      const current = credentialOf(stage.consumer, {
        consumerKey: 'keyBeforeRotation0000',
        storedAt: '2020-01-01T00:00:00Z',
        validUntil: '2020-02-01T00:00:00Z',
      });
      expectCause(await verify(backendApp(), {}, { current }), 'token', 'rotated-pair-expired');
    });

    it('rotated-pair-expired, by the day on which the org changed its keys', async () => {
      const current = credentialOf(stage.consumer, {
        consumerKey: 'keyBeforeRotation0000',
        storedAt: '2020-01-01T00:00:00Z',
      });
      const { detail } = expectCause(await verify(backendApp(), {}, { current }), 'token', 'rotated-pair-expired');
      expect(detail).to.contain('2020-01-01');
    });
  });

  describe('the app', () => {
    it('app-not-installed', async () => {
      stage.org.state.foreignApps.push({ key: 'keyForeign', name: 'Erp', family: 'external-client-app' });
      const current = credentialOf(stage.consumer, { consumerKey: 'keyForeign' });
      expectCause(await verify(backendApp(), {}, { current }), 'token', 'app-not-installed');
    });

    it('app-deleted', async () => {
      const { metadata } = stage.org.state;
      metadata.components = metadata.components.filter(
        ({ fullName, type }) => !(type.includes('Ext') && fullName.startsWith('Erp')),
      );
      expectCause(await verify(backendApp()), 'token', 'app-deleted');
    });

    it('app-disabled', async () => {
      stage.put({ plugins: { isEnabled: 'false' } });
      expectCause(await verify(backendApp()), 'token', 'app-disabled');
    });

    it('oauth-plugin-disabled', async () => {
      stage.put({ plugins: { isOauthPluginEnabled: 'false' } });
      expectCause(await verify(backendApp()), 'token', 'oauth-plugin-disabled');
    });

    it('app-blocked', async () => {
      const now = new Date();
      stage.org.state.metadata.components.push({
        type: 'BlacklistedConsumer',
        fullName: 'Erp',
        id: '0Xx000000000001AAA',
        fields: { consumerKey: stage.consumer.key },
        createdById: '',
        createdDate: now,
        lastModifiedById: '',
        lastModifiedDate: now,
      });
      expectCause(await verify(backendApp()), 'token', 'app-blocked');
    });

    it('high-assurance-required', async () => {
      stage.put({ policy: { requiredSessionLevel: 'HIGH_ASSURANCE' } });
      expectCause(await verify(backendApp()), 'token', 'high-assurance-required');
    });

    it('propagation-delay', async () => {
      stage.consumer.usableFrom = new Date(Date.now() + 3_600_000);
      expectCause(await verify(backendApp()), 'token', 'propagation-delay');
    });

    it('waits while a new key spreads, and only then', async () => {
      stage.consumer.usableFrom = new Date(Date.now() + 60_000);
      const statuses: string[] = [];
      const onStatus = (text: string): void => {
        statuses.push(text);
        if (text.includes('does not know the new key yet')) stage.org.clock.advance({ minutes: 2 });
      };
      const result = await verify(backendApp(), { waitMs: 5000, onStatus });
      expect(result.status, JSON.stringify(result)).to.equal('pass');
      expect(statuses.filter((text) => text.includes('asking again in 1 s'))).to.have.length(1);
      stage.put({ plugins: { isEnabled: 'false' } });
      const started = Date.now();
      expectCause(await verify(backendApp(), { waitMs: 60_000 }), 'token', 'app-disabled');
      expect(Date.now() - started).to.be.lessThan(5000);
    });

    it('key-not-accepted, when the key is old enough to be known', async () => {
      stage.consumer.usableFrom = new Date(Date.now() + 365 * 86_400_000);
      const { consumers, components } = stage.org.state.metadata;
      for (const one of [...consumers, ...components]) one.lastModifiedDate = new Date(Date.now() - 2 * 3_600_000);
      expectCause(await verify(backendApp()), 'token', 'key-not-accepted');
    });

    it('api-version-too-old', async () => {
      expectCause(await verify(backendApp(), { apiVersion: '50.0' }), 'api-version', 'api-version-too-old');
    });

    it('api-version-unsupported', async () => {
      expectCause(await verify(backendApp(), { apiVersion: '99.0' }), 'api-call', 'api-version-unsupported');
    });
  });

  describe('the run-as user', () => {
    it('client-credentials-off-in-settings', async () => {
      stage.put({ global: { isClientCredentialsFlowEnabled: 'false' } });
      expectCause(await verify(backendApp()), 'token', 'client-credentials-off-in-settings');
    });

    it('client-credentials-off-in-policy', async () => {
      stage.put({ policy: { isClientCredentialsFlowEnabled: 'false' } });
      expectCause(await verify(backendApp()), 'token', 'client-credentials-off-in-policy');
    });

    it('no-run-as-user', async () => {
      stage.put({ policy: { clientCredentialsFlowUser: '' } });
      expectCause(await verify(backendApp()), 'token', 'no-run-as-user');
    });

    it('run-as-by-email', async () => {
      user().Email = 'it@acme.example';
      stage.put({ policy: { clientCredentialsFlowUser: 'it@acme.example' } });
      const { detail } = expectCause(await verify(backendApp()), 'token', 'run-as-by-email');
      expect(detail).to.contain(robot);
    });

    it('run-as-user-unknown', async () => {
      stage.put({ policy: { clientCredentialsFlowUser: 'gone@acme.example' } });
      expectCause(await verify(backendApp()), 'token', 'run-as-user-unknown');
    });

    it('api-enabled-missing', async () => {
      for (const { grants } of stage.org.state.profiles) grants.userPermissions.delete('ApiEnabled');
      // The one who is signed in goes on asking.
      stage.org.state.profiles[0]?.grants.userPermissions.add('ApiEnabled');
      const { detail } = expectCause(await verify(backendApp()), 'token', 'api-enabled-missing');
      expect(detail).to.contain(integrationProfile);
    });

    it('inactive-user', async () => {
      user().IsActive = false;
      const { actions } = expectCause(await verify(backendApp()), 'token', 'inactive-user');
      expect(actions[0]).to.contain(`--where Username=${robot} --values IsActive=true`);
    });

    it('frozen-user', async () => {
      const login = stage.org.org.records('UserLogin').find(({ UserId }) => UserId === user().Id);
      if (login) login.IsFrozen = true;
      expectCause(await verify(backendApp()), 'token', 'frozen-user');
    });

    it('authentication-failure, when the org does not tell who is frozen', async () => {
      await stage.org.stop();
      stage = await createStage({ adminPermissions: { remove: ['ManageUsers'] } });
      const login = stage.org.org.records('UserLogin').find(({ UserId }) => UserId === user().Id);
      if (login) login.IsFrozen = true;
      expectCause(await verify(backendApp()), 'token', 'authentication-failure');
    });

    it('permission-set-missing', async () => {
      unassign(stage.access);
      const { detail, actions } = expectCause(await verify(backendApp()), 'token', 'permission-set-missing');
      expect(detail).to.contain('It is opened by Erp_Access.').and.contain('The user holds Erp_Data.');
      expect(actions[0]).to.contain(
        `"sf org assign permset --name Erp_Access --on-behalf-of ${robot} --target-org dev"`,
      );
    });

    it('nothing-opens-app', async () => {
      stage.put({ policy: { commaSeparatedPermissionSet: '' } });
      expectCause(await verify(backendApp()), 'token', 'nothing-opens-app');
    });

    it('address-outside-ranges', async () => {
      stage.put({ settings: { trustedIpRanges: { startIpAddress: '198.51.100.0', endIpAddress: '198.51.100.255' } } });
      const app = backendApp('policies: { ipRanges: [198.51.100.0/24] }');
      const result = await verify(app, { negative: true });
      const { detail } = expectCause(result, 'token', 'address-outside-ranges');
      expect(detail).to.contain('198.51.100.0-198.51.100.255');
      expect(checkOf(result, 'source-address').status).to.equal('pass');
    });

    it('permission-set-license-missing', async () => {
      stage.org.state.records.PermissionSetLicenseAssign = [];
      const app = backendApp('permissions: { objects: { Order: [read] } }');
      const { actions } = expectCause(await verify(app), 'data-rights', 'permission-set-license-missing');
      expect(actions[0]).to.contain('org assign permsetlicense --name SalesforceAPIIntegrationPsl');
    });

    it('data-permission-set-missing', async () => {
      unassign(stage.data);
      const app = backendApp('permissions: { objects: { Order: [read] } }');
      expectCause(await verify(app), 'data-rights', 'data-permission-set-missing');
    });
  });

  describe('what the token is', () => {
    it('wrong-identity', async () => {
      assign(stage.org, person, stage.access);
      stage.put({ policy: { clientCredentialsFlowUser: person } });
      const { detail } = expectCause(await verify(backendApp()), 'identity', 'wrong-identity');
      expect(detail).to.contain(person).and.contain(robot);
    });

    it('more-scopes-than-declared', async () => {
      stage.put({ settings: { commaSeparatedOauthScopes: 'Api, Wave' } });
      const { detail } = expectCause(await verify(backendApp()), 'scopes', 'more-scopes-than-declared');
      expect(detail).to.contain('wave_api');
    });

    it('fewer-scopes-than-declared', async () => {
      const app = { ...backendApp(), scopes: { api: 'x', wave_api: 'y', web: 'filtered out' } };
      const { detail } = expectCause(await verify(app), 'scopes', 'fewer-scopes-than-declared');
      expect(detail).to.contain('wave_api').and.not.contain('web');
    });

    it('api-scope-missing', async () => {
      stage.put({ settings: { commaSeparatedOauthScopes: 'Wave' } });
      expectCause(await verify(backendApp()), 'api-call', 'api-scope-missing');
    });

    it('wrong-instance', async () => {
      stage.org.faults.afterRequest = ({ path }, _n, answer) => {
        if (!path.endsWith('/oauth2/token') || answer.status !== 200) return undefined;
        const body = JSON.parse(answer.body as string) as Record<string, string>;
        return { status: 200, body: { ...body, instance_url: 'https://other.my.salesforce.com' } };
      };
      const result = await verify(backendApp());
      expectCause(result, 'instance', 'wrong-instance');
    });

    it('introspection-disagrees', async () => {
      stage.org.faults.onRequest = ({ path }) =>
        path.endsWith('/introspect') ? { status: 200, body: { active: false } } : undefined;
      expectCause(await verify(backendApp()), 'introspection', 'introspection-disagrees');
    });

    it('revoked-token-accepted', async () => {
      stage.org.faults.onRequest = ({ path }) => (path.endsWith('/revoke') ? { status: 200, body: {} } : undefined);
      expectCause(await verify(backendApp()), 'revoke', 'revoked-token-accepted');
    });

    it('session-refused', async () => {
      stage.org.faults.onRequest = ({ path, headers }) =>
        /\/services\/data\/v67.0\/?$/.test(path) && headers['sforce-call-options'] === undefined
          ? { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }] }
          : undefined;
      expectCause(await verify(backendApp()), 'api-call', 'session-refused');
    });

    it('host-unreachable', async () => {
      stage.org.faults.onRequest = ({ path }) => (path.endsWith('/oauth2/token') ? 'reset' : undefined);
      expectCause(await verify(backendApp()), 'token', 'host-unreachable');
    });

    it('flow-not-supported', async () => {
      stage.org.faults.onRequest = ({ path }) =>
        path.endsWith('/oauth2/token') ? { status: 400, body: { error: 'unsupported_grant_type' } } : undefined;
      expectCause(await verify(backendApp()), 'token', 'flow-not-supported');
    });

    it('unexplained-refusal, with the words of the org', async () => {
      stage.org.faults.onRequest = ({ path }) =>
        path.endsWith('/oauth2/token')
          ? { status: 400, body: { error: 'invalid_moon', error_description: 'the moon is full' } }
          : undefined;
      const { detail } = expectCause(await verify(backendApp()), 'token', 'unexplained-refusal');
      expect(detail).to.contain('invalid_moon: the moon is full');
    });
  });

  describe('what must be refused', () => {
    const negative = (app = backendApp()): ReturnType<Stage['verify']> => stage.verify(app);

    it('self-authorization-allowed', async () => {
      stage.put({ policy: { permittedUsersPolicyType: 'AllSelfAuthorized' } });
      expectCause(await negative(), 'admin-approval', 'self-authorization-allowed');
    });

    it('ui-login-possible', async () => {
      for (const { grants, name } of stage.org.state.profiles)
        if (name === integrationProfile) grants.userPermissions.delete('ApiUserOnly');
      expectCause(await negative(), 'ui-login', 'ui-login-possible');
    });

    it('address-ranges-not-enforced, by the policy', async () => {
      stage.put({ policy: { ipRelaxationPolicyType: 'Bypass' } });
      const result = await negative(backendApp('policies: { ipRanges: [198.51.100.0/24] }'));
      expectCause(result, 'source-address', 'address-ranges-not-enforced');
    });

    it('address-ranges-not-enforced, by the address that got in', async () => {
      const result = await negative(backendApp('policies: { ipRanges: [198.51.100.0/24] }'));
      const { detail } = expectCause(result, 'source-address', 'address-ranges-not-enforced');
      expect(detail).to.contain('203.0.113.10');
    });

    it('skips the address when this machine is inside the ranges', async () => {
      const result = await negative(backendApp('policies: { ipRanges: [203.0.113.0/24] }'));
      expect(checkOf(result, 'source-address')).to.include({ status: 'skipped' });
      expect(checkOf(result, 'source-address').detail).to.contain('203.0.113.10');
    });

    it('foreign-callback-registered', async () => {
      stage.put({ global: { callbackUrl: 'https://evil.example/cb' } });
      expectCause(await negative(), 'foreign-callback', 'foreign-callback-registered');
    });

    it('plain-http-callback-registered', async () => {
      stage.put({ global: { callbackUrl: 'http://acme.example/cb' } });
      expectCause(await negative(), 'plain-http-callback', 'plain-http-callback-registered');
    });

    it('user-agent-flow-allowed', async () => {
      putSettings(stage.org, 'OauthOidc', { blockOAuthUsrAgtFlow: 'false' });
      stage.put({ global: { callbackUrl: 'https://acme.example/cb' } });
      expectCause(await negative(), 'user-agent-flow', 'user-agent-flow-allowed');
    });

    it('password-flow-allowed', async () => {
      putSettings(stage.org, 'OauthOidc', { blockOAuthUnPwFlow: 'false', blockOAuthUsrAgtFlow: 'true' });
      const consumer = putConnectedApp(stage.org, 'Old', {
        oauthConfig: {
          callbackUrl: 'https://unused.invalid/callback',
          scopes: ['Api'],
          isAdminApproved: 'true',
          isClientCredentialEnabled: 'true',
          oauthClientCredentialUser: robot,
        },
        permissionSetName: ['Erp_Access'],
      });
      const app = { ...backendApp('registration: connected-app'), name: 'Old', label: 'Old' };
      const result = await stage.verify(app, {}, { current: credentialOf(consumer) });
      expect(checkOf(result, 'token').status, JSON.stringify(result.checks)).to.equal('pass');
      expectCause(result, 'password-flow', 'password-flow-allowed');
    });

    for (const [id, cause] of [
      ['wrong-secret', 'wrong-secret-accepted'],
      ['undeclared-scope', 'undeclared-scope-granted'],
    ] as const)
      it(cause, async () => {
        stage.org.faults.afterRequest = (request, _n, answer) => {
          const form = new URLSearchParams(request.body.toString());
          const isOdd = form.has('scope') || form.get('client_secret') !== stage.consumer.secret;
          return request.path.endsWith('/oauth2/token') && answer.status !== 200 && isOdd
            ? { status: 200, body: { access_token: '00Dxx!made-up', token_type: 'Bearer', scope: 'full' } }
            : undefined;
        };
        expectCause(await negative(), id, cause);
      });

    for (const [id, cause, host] of [
      ['unregistered-callback', 'unregistered-callback-accepted', 'https://unregistered.invalid'],
      ['foreign-callback', 'foreign-callback-accepted', 'https://callback.invalid'],
      ['plain-http-callback', 'plain-http-callback-accepted', 'http://callback.invalid'],
    ] as const)
      it(cause, async () => {
        stage.org.faults.onRequest = ({ path, query }) =>
          path.endsWith('/oauth2/authorize') && query.get('redirect_uri')?.startsWith(host)
            ? { status: 302, headers: { Location: '/setup/secur/RemoteAccessAuthorizationPage.apexp' } }
            : undefined;
        expectCause(await negative(), id, cause);
      });
  });
});
