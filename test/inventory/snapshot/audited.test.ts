import { expect } from 'chai';
import type { AuditConfig } from '../../../src/audit/auditConfig.js';
import { catalogue } from '../../../src/audit/catalogue.js';
import { ruleContext } from '../../../src/audit/ruleContext.js';
import { audit } from '../../../src/audit/run.js';
import type { AuditResult } from '../../../src/audit/result.js';
import { snapshotText } from '../../../src/auditRun/collect.js';
import { readOrgs } from '../../../src/auditRun/readOrgs.js';
import type { OrgReading } from '../../../src/inventory/orgReading.js';
import { inventoryOf } from '../../../src/inventory/mergeReadings.js';
import { inventoryFromSnapshot } from '../../../src/inventory/snapshot/fromSnapshot.js';
import { parseSnapshot } from '../../../src/inventory/snapshot/readSnapshot.js';
import type { Snapshot } from '../../../src/inventory/snapshot/snapshot.js';
import type { Inventory } from '../../../src/inventory/types.js';
import { configFrom } from '../../audit/scenarios/auditScenario.js';
import { startBadlyRunOrg, type BadlyRunOrg } from '../../org/scenarios/badlyRun/index.js';
import { connect, useTemporaryHome } from '../org/connect.js';

const snapshotOf = async (text: string): Promise<Snapshot> => {
  const reading = await parseSnapshot(text);
  if (!('snapshot' in reading)) throw new Error(reading.detail);
  return reading.snapshot;
};

describe('a snapshot of a badly run org', () => {
  useTemporaryHome();
  let bad: BadlyRunOrg;
  let readings: OrgReading[];
  let live: AuditResult;
  let text: string;
  let nameless: string;

  const resultOf = (inventory: Inventory, overrides: Partial<AuditConfig> = {}): AuditResult => {
    const config = { ...configFrom(bad.config), ...overrides };
    return audit(inventory, catalogue, ruleContext(config, bad.org.clock.now()), config);
  };

  before(async () => {
    bad = await startBadlyRunOrg();
    ({ readings } = await readOrgs(['prod'], { open: () => connect(bad.org) }));
    live = resultOf(inventoryOf(readings));
    text = snapshotText(readings, { plugin: '1.0.0', pseudonymized: false });
    nameless = snapshotText(readings, { plugin: '1.0.0', pseudonymized: true });
  });
  after(() => bad.org.stop());

  it('is audited to the same result as the org itself', async () => {
    expect(live.findings.length).to.be.greaterThan(50);
    expect(resultOf(inventoryFromSnapshot(await snapshotOf(text)))).to.deep.equal(live);
  });

  it('has no secret of the org', () => {
    const { grants, metadata } = bad.org.state;
    const secrets = [
      bad.org.accessToken,
      ...grants.flatMap(({ refreshToken, deleteToken }) => [refreshToken, deleteToken]),
      ...metadata.consumers.flatMap(({ secret, staged }) => [secret, staged?.secret]),
    ].filter((secret) => secret !== undefined);
    expect(secrets.length).to.be.greaterThan(20);
    expect(secrets.filter((secret) => text.includes(secret))).to.deep.equal([]);
  });

  it('names nobody when it is pseudonymised', () => {
    const users = bad.org.org.records('User');
    expect(users.length).to.be.greaterThan(5);
    const people = users.flatMap(({ Id, Username, Email }) => [
      String(Id).slice(0, 15),
      String(Username),
      String(Email),
    ]);
    const named = people.filter((one) => one.length > 5 && one !== 'undefined' && text.includes(one));
    expect(named.length).to.be.greaterThan(10);
    expect(named.filter((one) => nameless.includes(one))).to.deep.equal([]);
  });

  it('is audited to the same findings when it is pseudonymised, under other names', async () => {
    const told = ({ findings }: AuditResult): string[] =>
      findings.map(({ rule, app, severity, confidence }) => `${rule} ${app} ${severity} ${confidence}`).sort();
    // People whom the config file names are not found under other names.
    const nobody = { administrators: [], deploymentUsers: [] };
    const result = resultOf(inventoryFromSnapshot(await snapshotOf(nameless)), nobody);
    const named = resultOf(inventoryOf(readings), nobody);
    expect(told(result)).to.deep.equal(told(named));
    expect(result.inconclusive.length).to.equal(named.inconclusive.length);
    expect(result.coverage).to.deep.include({
      source: 'org:prod/names of people',
      status: 'partial',
      reason:
        'the snapshot is pseudonymised, so users and addresses that manifests and the config file name cannot be compared with it',
    });
  });
});
