import { expect } from 'chai';
import type { OrgEvidence } from '../../../src/inventory/evidence.js';
import { inventoryFromOrg } from '../../../src/inventory/fromOrg.js';
import type { Fact, Inventory } from '../../../src/inventory/types.js';
import { startLoopbackOrg, type LoopbackOrg } from '../../org/index.js';
import {
  assign,
  putCertificate,
  putExternalClientApp,
  putLogFile,
  putLogin,
  putPermissionSet,
  putSession,
  putSetupChange,
  putToken,
} from '../../org/testing.js';
import { asAuditor, limitedAuditors } from '../../org/scenarios/limitedAuditor.js';
import { queryOf, refuse } from './arrange.js';
import { connect, useTemporaryHome } from './connect.js';

const user = 'erp@x.example';

/** The facts of an org that hold something, by name. */
const filled = (evidence: OrgEvidence): string[] =>
  Object.entries(evidence).flatMap(([name, fact]) => {
    const { known, value } = (fact ?? {}) as Partial<Extract<Fact<unknown>, { known: true }>>;
    const list = Array.isArray(value) ? value : Object.values(value ?? {});
    return known && list.length > 0 ? [name] : [];
  });

const factNamed = (evidence: OrgEvidence, name: string): Fact<unknown> =>
  evidence[name as keyof OrgEvidence] as Fact<unknown>;

/** Objects whose rows only name others: without them something is called by its id or its label. */
const onlyNames = ['AppMenuItem'];

describe('an org that refuses one object', () => {
  useTemporaryHome();
  let org: LoopbackOrg;
  let whole: Inventory;
  let objects: string[];

  const read = async (): Promise<Inventory> => inventoryFromOrg(await connect(org), { org: 'dev', evidence: true });
  const evidenceIn = ({ orgs: [evidence] }: Inventory): OrgEvidence => {
    if (!evidence) throw new Error('The inventory has no evidence');
    return evidence;
  };

  before(async () => {
    org = await startLoopbackOrg({ users: [{ username: user, profile: 'Minimum Access - API Only Integrations' }] });
    const data = { objectPermissions: [{ object: 'Order', allowRead: 'true' }] };
    assign(org, user, putPermissionSet(org, 'Erp_Data', data));
    putExternalClientApp(org, 'AcmeErp', { policy: { clientCredentialsFlowUser: user } });
    putCertificate(org, { name: 'Jwt', expires: '2027-01-31' });
    putToken(org, { username: user, appName: 'AcmeErp' });
    putLogin(org, { username: user, application: 'AcmeErp', daysAgo: 1 });
    putSession(org, { username: user, appName: 'AcmeErp' });
    putSetupChange(org, { action: 'insertConnectedApplication', display: 'Installed', daysAgo: 2 });
    putLogFile(org, { rows: [{ CONNECTED_APP_NAME: 'AcmeErp' }], daysAgo: 1 });
    whole = await read();
    objects = [...new Set(org.requests.flatMap((request) => /FROM (\w+)/.exec(queryOf(request))?.[1] ?? []))];
  });

  after(() => org.stop());

  it('gives everything when it refuses nothing', () => {
    expect(objects).to.include.members(['User', 'UserLogin', 'PermissionSet', 'Certificate', 'LoginHistory']);
    expect(filled(evidenceIn(whole))).to.include.members([
      'users',
      'permissionHolders',
      'objectAccess',
      'licenses',
      'profiles',
      'certificates',
      'consumers',
      'logins',
      'sessions',
      'setupChanges',
    ]);
  });

  it('is read all the same, says what is missing, and shows no empty list in its place', async () => {
    for (const object of objects) {
      refuse(org, (request) => new RegExp(`FROM ${object}\\b`).test(queryOf(request)), 'INSUFFICIENT_ACCESS', 'no');
      const inventory = await read();
      org.faults.onRequest = undefined;
      const evidence = evidenceIn(inventory);
      const gaps = inventory.coverage.filter(({ status }) => status !== 'complete');
      if (!onlyNames.includes(object)) expect(gaps, object).not.to.deep.equal([]);
      for (const { source, reason } of gaps) expect(reason, `${object}: ${source}`).to.match(/\S/);
      const lost = filled(evidenceIn(whole)).filter((name) => !filled(evidence).includes(name));
      for (const name of lost) expect(factNamed(evidence, name).known, `${object}: ${name}`).to.equal(false);
    }
  }).timeout(120_000);

  it('tells an auditor who lacks one permission that it hides something, and what', async () => {
    org.state.switches.viewSetupAuditTrail = true;
    for (const { missing, besides } of limitedAuditors) {
      const inventory = await inventoryFromOrg(await connect(asAuditor(org, [missing, ...besides])), {
        org: 'dev',
        evidence: true,
      });
      const item = evidenceIn(inventory).preflight.find(({ permission }) => permission === missing);
      expect(item?.held, missing).to.deep.equal({ known: true, value: false });
      expect(item?.hides, missing).to.match(/\S/);
      expect(
        inventory.coverage.filter(({ status }) => status !== 'complete'),
        missing,
      ).not.to.deep.equal([]);
      const evidence = evidenceIn(inventory);
      const lost = filled(evidenceIn(whole)).filter((name) => !filled(evidence).includes(name));
      for (const name of lost) expect(factNamed(evidence, name).known, `${missing}: ${name}`).to.equal(false);
    }
    org.state.switches.viewSetupAuditTrail = false;
  }).timeout(60_000);

  it('ends when the session does, instead of answering with gaps', async () => {
    for (const object of ['User', 'Certificate']) {
      refuse(
        org,
        (request) => queryOf(request).includes(`FROM ${object}`),
        'REQUEST_LIMIT_EXCEEDED',
        'TotalRequests Limit exceeded.',
      );
      const failure = await read().then(
        () => undefined,
        (error: unknown) => error,
      );
      org.faults.onRequest = undefined;
      expect(failure, object).to.be.instanceOf(Error);
    }
  });
});
