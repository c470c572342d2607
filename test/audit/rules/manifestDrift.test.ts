import { expect } from 'chai';
import type { ClientApp, Policies } from '../../../src/app/clientApp.js';
import { manifestDrift as rule } from '../../../src/audit/rules/manifestDrift.js';
import { known, unknown, type InventoryApp, type InventoryManifest } from '../../../src/inventory/types.js';
import { aClientApp, aManifest, anApp, anInventory, at, context, onlyFinding, onlyReason } from './anInventory.js';
import { orgApp } from './inOrg.js';

const run = (apps: InventoryApp[], manifests: InventoryManifest[]) =>
  rule.check(anInventory({ apps, manifests }), context);

const drift = (
  overrides: Partial<InventoryApp>,
  declared: Partial<ClientApp> = {},
  manifest: Partial<InventoryManifest> = {},
) => {
  const declaration = aManifest(declared, manifest);
  return run([anApp({ manifest: declaration, ...overrides })], [declaration]);
};

const policies = (overrides: Partial<Policies>): Partial<ClientApp> => ({
  policies: { ...aClientApp().policies, ...overrides },
});

const backend: Partial<ClientApp> = {
  model: 'backend',
  flow: 'client-credentials',
  scopes: { api: 'Reads invoices' },
  callbackUrls: [],
  identity: { user: 'billing@acme.example' },
};
const runningAs = (user: string) => ({
  scopes: known([{ value: 'api' }]),
  clientCredentials: { settings: known(true), policy: known(true), runAsUser: known(user, at(7)) },
});

describe('manifest-drift', () => {
  it('finds an app without a manifest where there are manifests', () => {
    const other = anApp({ name: 'Other' });
    const manifest = aManifest();
    const finding = onlyFinding(run([anApp({ manifest }), other], [manifest]));
    expect(finding).to.include({ app: other, subject: 'no manifest' });
    expect(finding).not.to.have.property('severity');
    expect(rule.severity).to.equal(3);
  });

  it('passes the first run, packaged apps and apps without OAuth', () => {
    expect(run([anApp()], [])).to.be.empty;
    const manifest = aManifest();
    const apps = [
      anApp({ manifest }),
      anApp({ managed: true }),
      anApp({ firstParty: true }),
      anApp({ usesOauth: known(false) }),
    ];
    expect(run(apps, [manifest])).to.be.empty;
  });

  it('finds a manifest without a registration', () => {
    const finding = onlyFinding(run([anApp({ manifest: aManifest() })], [aManifest(), aManifest({ name: 'Gone' })]));
    expect(finding).to.include({ appName: 'Gone', subject: 'no registration' });
    expect(finding.location?.file).to.equal('clientapps/Gone.clientapp.yaml');
  });

  it('is inconclusive about a vendor’s app that only an org can have', () => {
    const vendor = { name: 'Acme GmbH', dueDiligence: [] };
    expect(onlyReason(run([], [aManifest({ vendor })]))).to.contain('only source was read');
  });

  it('finds it missing once an org was read', () => {
    const vendor = { name: 'Acme GmbH', dueDiligence: [] };
    const manifest = aManifest();
    const inOrg = anApp({ manifest, origin: { kind: 'org', org: 'prod', id: '0xI' } });
    const finding = onlyFinding(run([inOrg], [manifest, aManifest({ name: 'Theirs', vendor })]));
    expect(finding.appName).to.equal('Theirs');
  });

  it('compares with an org, and with source although environments have their own values', () => {
    const ipRelaxation = known('bypass' as const);
    const inOrg = { ipRelaxation, origin: { kind: 'org', org: 'uat', id: '0xI' } as const };
    expect(onlyFinding(drift(inOrg)).subject).to.equal('IP relaxation');
    expect(onlyFinding(drift({ ipRelaxation }, {}, { environments: ['uat'] })).subject).to.equal('IP relaxation');
  });

  it('holds when both say the same', () => {
    expect(drift({})).to.be.empty;
  });

  for (const [what, overrides, declared, severity] of [
    ['scopes', { scopes: known([{ value: 'api' }, { value: 'refresh_token' }, { value: 'full', at: at(7) }]) }, {}, 2],
    ['scopes', { scopes: known([{ value: 'api', at: at(7) }]) }, {}, 3],
    ['permitted users', { permittedUsers: known('self-authorize', at(7)) }, {}, 2],
    [
      'permitted users',
      { permittedUsers: known('admin-approved', at(7)) },
      policies({ permittedUsers: 'self-authorize' }),
      3,
    ],
    ['IP relaxation', { ipRelaxation: known('bypass', at(7)) }, {}, 2],
    ['IP relaxation', { ipRelaxation: known('enforce', at(7)) }, policies({ ipRelaxation: 'bypass' }), 3],
    ['refresh token', { refreshToken: known({ rule: 'never' }, at(7)) }, {}, 2],
    ['refresh token', { refreshToken: known({ rule: 'inactivity', hours: 24 }, at(7)) }, {}, 3],
    ['run-as user', runningAs('admin@acme.example'), backend, 2],
    [
      'callbacks',
      {
        callbackUrls: known([
          { value: 'https://erp.acme.example/callback' },
          { value: 'https://evil.example/', at: at(7) },
        ]),
      },
      {},
      2,
    ],
    ['callbacks', { callbackUrls: known([]) }, {}, 3],
  ] as Array<[string, Partial<InventoryApp>, Partial<ClientApp>, number]>) {
    it(`finds ${what}: ${severity === 2 ? 'High when wider than declared' : 'Moderate when narrower'}`, () => {
      const finding = onlyFinding(drift(overrides, declared));
      expect(finding).to.include({ subject: what, severity });
      expect(finding.app?.name).to.equal('Billing');
      expect(finding.message).to.contain(`differs from its manifest in ${what}`);
      expect(finding.location?.startLine).to.equal(what === 'callbacks' && severity === 3 ? undefined : 7);
    });
  }

  it('takes synonyms, days and hours, and sandbox usernames for the same', () => {
    expect(drift({}, { scopes: { api: '', offline_access: '' } })).to.be.empty;
    expect(drift({ refreshToken: known({ rule: 'inactivity', hours: 720 }) })).to.be.empty;
    expect(drift(runningAs('billing@acme.example.uat'), backend)).to.be.empty;
    expect(drift(runningAs('005000000000001'), backend)).to.be.empty;
  });

  it('passes the refresh_token scope and the dummy callback of jwt-bearer', () => {
    const declared: Partial<ClientApp> = {
      model: 'backend',
      flow: 'jwt-bearer',
      scopes: { api: '' },
      callbackUrls: [],
    };
    expect(drift({ callbackUrls: known([{ value: 'https://unused.invalid/callback' }]) }, declared)).to.be.empty;
  });

  it('is inconclusive once for what it could not compare', () => {
    const reason = onlyReason(drift({ callbackUrls: unknown('no file'), scopes: unknown('no file') }));
    expect(reason).to.equal('scopes, callbacks: no file');
  });

  it('is inconclusive about an unreadable manifest and an org with values of its own', () => {
    expect(onlyReason(drift({}, {}, { app: undefined }))).to.contain('cannot be read');
    expect(onlyReason(run([], [aManifest({}, { app: undefined })]))).to.contain('cannot be read');
    const overrides = {
      ipRelaxation: known('bypass' as const),
      origin: { kind: 'org', org: 'uat', id: '0xI' } as const,
    };
    expect(onlyReason(drift(overrides, {}, { environments: ['uat'] }))).to.contain('uat');
  });

  it('compares address ranges in any spelling: High when wider or open, Moderate when narrower', () => {
    const range = (start: string, end: string) => ({ ipRanges: known([{ start, end, at: at(9) }]) });
    const declared = policies({ ipRanges: ['203.0.113.0/24'] });
    expect(drift(range('203.0.113.0', '203.0.113.255'), declared)).to.be.empty;
    expect(onlyFinding(drift(range('203.0.112.0', '203.0.113.255'), declared))).to.include({
      subject: 'IP ranges',
      severity: 2,
    });
    expect(onlyFinding(drift({ ipRanges: known([]) }, declared)).severity).to.equal(2);
    const two = policies({ ipRanges: ['203.0.113.7', '203.0.113.9'] });
    expect(onlyFinding(drift(range('203.0.113.7', '203.0.113.7'), two)).severity).to.equal(3);
    expect(drift(range('203.0.113.7', '203.0.113.7'), policies({ ipRanges: [] }))).to.be.empty;
  });

  describe('between source and org', () => {
    const both = (org: Partial<InventoryApp>, source: Partial<InventoryApp> = {}) =>
      run([anApp(source), orgApp(org)], []);

    it('finds what the org has otherwise: High when it lets more in, Moderate when less', () => {
      const changes: Array<[Partial<InventoryApp>, string, number]> = [
        [{ scopes: known([{ value: 'api' }, { value: 'full' }, { value: 'refresh_token' }]) }, 'scopes in source', 2],
        [{ scopes: known([{ value: 'api' }]) }, 'scopes in source', 3],
        [{ callbackUrls: known([{ value: 'https://evil.example' }]) }, 'callbacks in source', 2],
        [{ permittedUsers: known('self-authorize') }, 'permitted users in source', 2],
        [{ ipRelaxation: known('bypass') }, 'IP relaxation in source', 2],
        [{ refreshToken: known({ rule: 'never' }) }, 'refresh token in source', 2],
        [{ refreshToken: known({ rule: 'inactivity', days: 3 }) }, 'refresh token in source', 3],
        [{ sessionTimeoutMinutes: known(undefined) }, 'session timeout in source', 2],
        [{ sessionTimeoutMinutes: known(5) }, 'session timeout in source', 3],
        [{ pkceRequired: known(false) }, 'isPkceRequired in source', 2],
        [{ secretOptional: known(true) }, 'isConsumerSecretOptional in source', 2],
      ];
      for (const [org, subject, severity] of changes) {
        const finding = onlyFinding(both(org));
        expect(finding, subject).to.include({ subject, severity, org: 'uat' });
      }
      expect(onlyFinding(both({ ipRelaxation: known('bypass') })).message).to.equal(
        'Billing differs from source in IP relaxation: source enforce, org bypass.',
      );
    });

    it('holds for the same in another order, for what one of them does not tell, and for packaged apps', () => {
      expect(both({ scopes: known([{ value: 'refresh_token' }, { value: 'api' }]) })).to.be.empty;
      expect(both({ refreshToken: known({ rule: 'inactivity', hours: 720 }) })).to.be.empty;
      expect(both({ pkceRequired: unknown('in no column') })).to.be.empty;
      expect(both({ managed: true, ipRelaxation: known('bypass') }, { managed: true })).to.be.empty;
    });

    it('leaves to the manifest what it says, and to environments what they may change', () => {
      const manifest = aManifest();
      const changed = { manifest, ipRelaxation: known('bypass' as const), pkceRequired: known(false) };
      const subjects = run([anApp({ manifest }), orgApp(changed)], [manifest]).flatMap((one) =>
        one.kind === 'finding' ? [one.subject] : [],
      );
      expect(subjects).to.deep.equal(['IP relaxation', 'isPkceRequired in source']);
      const perOrg = aManifest({}, { environments: ['uat'] });
      expect(run([anApp({ manifest: perOrg }), orgApp({ manifest: perOrg, pkceRequired: known(false) })], [perOrg])).to
        .be.empty;
    });

    it('finds apps that only one of them has, where no manifest would tell', () => {
      const other = { name: 'Other', label: 'Other' };
      const [noSource, noOrg] = run([anApp(), orgApp(), orgApp({ ...other }), anApp({ name: 'New' })], []);
      expect(noSource).to.include({ subject: 'no source', confidence: 'medium', org: 'uat' });
      expect(noOrg).to.include({ subject: 'no org', severity: 4, confidence: 'low' });
      expect(run([orgApp({ ...other })], [])).to.be.empty;
      expect(run([anApp(), orgApp(), orgApp({ ...other, nameIsLabel: true })], [])).to.be.empty;
      expect(run([anApp(), orgApp(), orgApp({ ...other, managed: true })], [])).to.be.empty;
    });
  });
});
