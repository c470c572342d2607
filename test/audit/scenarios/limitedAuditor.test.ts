import { expect } from 'chai';
import type { AuditResult } from '../../../src/audit/result.js';
import { startBadlyRunOrg, type BadlyRunOrg } from '../../org/scenarios/badlyRun/index.js';
import {
  asAuditor,
  limitedAuditors,
  permissionLabels,
  type AuditPermission,
} from '../../org/scenarios/limitedAuditor.js';
import { useTemporaryHome } from '../../inventory/org/connect.js';
import { auditScenario } from './auditScenario.js';
import { admits, describePlanted, tells } from './matches.js';
import { otherNamesIn } from './otherNames.js';
import type { Planted } from '../../org/scenarios/planted.js';

describe('audit by a user with few permissions', () => {
  useTemporaryHome();
  let bad: BadlyRunOrg;
  let inOrg: Planted[];

  before(async () => {
    bad = await startBadlyRunOrg({ switches: { viewSetupAuditTrail: true } });
    const full = await auditScenario(asAuditor(bad.org), { config: bad.config });
    // What the well-equipped auditor sees of the org, without a project beside it.
    inOrg = bad.planted.filter((cause) => full.findings.some((finding) => tells(cause, finding)));
  });

  after(() => bad.org.stop());

  const auditWithout = (...permissions: AuditPermission[]): Promise<AuditResult> =>
    auditScenario(asAuditor(bad.org, permissions), { config: bad.config });

  it('finds every cause with all permissions of a full audit', () => {
    const unseen = bad.planted.filter((cause) => !inOrg.includes(cause));
    // Reading staged credentials takes the right to read secrets, which no auditor should have.
    expect(unseen.map(({ rule }) => rule)).to.deep.equal(['staged-credential-pending']);
  });

  for (const { missing, besides, hides } of limitedAuditors)
    it(`says what it cannot see without ${missing}: ${hides}`, async () => {
      const result = await auditWithout(missing, ...besides);
      const otherNames = otherNamesIn(bad.org);
      const lost = inOrg.filter((cause) => !result.findings.some((finding) => tells(cause, finding, otherNames)));
      const silent = lost.filter((cause) => !result.inconclusive.some((answer) => admits(cause, answer)));
      expect(silent.map(describePlanted), 'lost without a word').to.deep.equal([]);

      const names = [missing, ...besides].flatMap((permission) => [permission, permissionLabels[permission]]);
      const unexplained = lost.filter(
        (cause) =>
          !result.inconclusive.some(
            (answer) => admits(cause, answer) && names.some((name) => answer.reason.includes(name)),
          ),
      );
      expect(unexplained.map(describePlanted), 'lost for a reason that names no permission').to.deep.equal([]);

      const blind = result.preflight.filter(({ held }) => held === false).map(({ permission }) => permission);
      expect(blind).to.include(missing);
      const spot = result.findings.find(
        ({ rule, message, evidence }) =>
          rule === 'audit-blind-spot' && names.some((name) => `${message} ${evidence}`.includes(name)),
      );
      expect(spot, 'audit-blind-spot').to.include({ severity: 5 });
    });
});
