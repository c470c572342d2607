import { expect } from 'chai';
import { permissionsExceedUsage as rule } from '../../../src/audit/rules/permissionsExceedUsage.js';
import type { ApiUsage, AppUsage, InventoryUser, ObjectAccess, OrgEvidence } from '../../../src/inventory/evidence.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { onlyFinding, onlyReason } from './anInventory.js';
import { anOrgApp, aUser, ofOrg, userId } from './anOrg.js';
import { aLog, aUsage } from './aUsage.js';

const robot = aUser(1, { username: 'billing@acme.example.integration', license: 'Salesforce Integration' });
const access = (object: string, rights: ObjectAccess['access'], user = 1): ObjectAccess => ({
  userId: userId(user),
  object,
  access: rights,
  via: ['permission set Billing_Data'],
});
type Options = { user?: InventoryUser; log?: Partial<ApiUsage>; told?: Partial<OrgEvidence> };
const run = (
  rows: ObjectAccess[],
  usage: Partial<AppUsage> = {},
  { user = robot, log = {}, told = {} }: Options = {},
) =>
  ofOrg(rule, {
    evidence: {
      users: known([user]),
      objectAccess: known(rows),
      apiUsage: known(aLog([aUsage(usage)], log)),
      ...told,
    },
  });
const entities = (object: string, ...methods: string[]) => ({
  entities: [{ object, methods: Object.fromEntries(methods.map((method) => [method, 1])) }],
});

describe('rule permissions-exceed-usage', () => {
  it('finds what the user never did, once per user', () => {
    const rows = [
      access('Account', ['read', 'edit', 'delete']),
      access('Contact', ['read']),
      access('Contact', ['create']),
    ];
    const finding = onlyFinding(run(rows));
    expect(rule.severity).to.equal(3);
    expect(finding).to.include({
      org: 'uat',
      user: robot.username,
      subject: '005000000000001 of uat',
      confidence: 'medium',
    });
    expect(finding.message).to.equal(
      'billing@acme.example.integration may do more in uat than it did from 2026-10-24 to 2026-11-23, with 2 objects: Account (edit, delete) and Contact (read, create).',
    );
    expect(finding.evidence).to.equal(
      'its licence is Salesforce Integration; ObjectPermissions against ApiTotalUsage of 30 days, in which it used account',
    );
  });

  it('names the app that runs as the user', () => {
    const app = anOrgApp({
      clientCredentials: { settings: known(true), policy: known(true), runAsUser: known(userId(1).slice(0, 15)) },
    });
    const told = {
      users: known([robot]),
      objectAccess: known([access('Case', ['read'])]),
      apiUsage: known(aLog([aUsage()])),
    };
    const finding = onlyFinding(ofOrg(rule, { apps: [app], evidence: told }));
    expect(finding.app?.name).to.equal('Billing');
    expect(finding.evidence).to.contain('Billing runs as it');
  });

  for (const [method, rights] of [
    ['GET', ['read']],
    ['POST', ['read', 'create']],
    ['PATCH', ['read', 'create', 'edit']],
    ['DELETE', ['read', 'delete']],
  ] as const) {
    it(`holds for what ${method} needs`, () => {
      expect(run([access('Account', [...rights])], entities('ACCOUNT', method))).to.deep.equal([]);
      const more = (['create', 'edit', 'delete'] as const).find((right) => !rights.some((one) => one === right));
      expect(run([access('Account', [...rights, more!])], entities('ACCOUNT', method))).to.have.length(1);
    });
  }

  it('takes a SOAP call for anything, and says nothing of View All and Modify All', () => {
    const soap = { ...entities('Account', 'POST'), families: { SOAP: 1 } };
    expect(run([access('Account', ['read', 'edit', 'delete', 'view-all', 'modify-all'])], soap)).to.deep.equal([]);
  });

  it('takes the calls of all clients of the user together', () => {
    const apps = [
      aUsage(),
      aUsage({ key: 'curl@robot', keyKind: 'client-and-user', appId: undefined, ...entities('Case', 'GET') }),
    ];
    const told = { apiUsage: known(aLog(apps)) };
    expect(run([access('Account', ['read']), access('Case', ['read'])], {}, { told })).to.deep.equal([]);
  });

  it('is not sure when objects are hidden', () => {
    const rows = [access('Case', ['read'])];
    for (const usage of [{ bulkJobs: 1 }, { families: { ApexREST: 2 } }, { resources: { '/composite': 1 } }]) {
      const finding = onlyFinding(run(rows, usage));
      expect(finding.confidence).to.equal('low');
      expect(finding.evidence).to.contain('hide some objects');
    }
  });

  it('does not look at people, at those who sound like programs, and at users without a call', () => {
    const rows = [access('Case', ['read'])];
    expect(run(rows, {}, { user: aUser(1) })).to.deep.equal([]);
    expect(run(rows, {}, { user: aUser(1, { username: 'sap.integration@acme.example' }) })).to.deep.equal([]);
    expect(run(rows, { users: [] })).to.deep.equal([]);
    expect(run([access('Case', ['read'], 2)])).to.deep.equal([]);
  });

  it('cannot say after a few days, without log, objects or users', () => {
    const rows = [access('Case', ['read'])];
    expect(onlyReason(run(rows, {}, { log: { daysWithData: 1 } }))).to.equal(
      'the API log has 1 day, and it takes 30 to tell what a user needs',
    );
    const reasonWith = (told: Partial<OrgEvidence>) => onlyReason(run(rows, {}, { told }));
    expect(reasonWith({ apiUsage: unknown('no log') })).to.equal('no log');
    expect(reasonWith({ objectAccess: unknown('no objects') })).to.equal('no objects');
    expect(reasonWith({ users: unknown('no users') })).to.equal('no users');
    expect(onlyReason(run(rows, { truncated: true }))).to.contain('more calls of');
    expect(reasonWith({ objectAccessOf: [userId(2)] })).to.contain('were not read');
    expect(run(rows, {}, { told: { objectAccessOf: [userId(1)] } })).to.have.length(1);
  });

  it('takes an unknown method for anything', () => {
    expect(run([access('Account', ['read', 'edit', 'delete'])], entities('Account', 'MERGE'))).to.deep.equal([]);
  });

  it('says that the log names no object', () => {
    expect(onlyFinding(run([access('Account', ['read'])], { entities: [] })).evidence).to.contain(
      'in which it used no object that the log names',
    );
  });
});
