import { expect } from 'chai';
import type { AnyRotation } from '../../src/rotation/anyRotation.js';
import type { CertificateRotation } from '../../src/rotation/certificate/types.js';
import type { GuidedRotation } from '../../src/rotation/guided/types.js';
import { reportOf } from '../../src/rotation/report.js';
import { nextLines, reportRows, summaryRows } from '../../src/rotation/reportRows.js';
import type { RotationRecord, RotationStage } from '../../src/rotation/types.js';
import { maskKey } from '../../src/secrets/redact.js';
import { oldCertificate } from './certificateSupport.js';

const base = {
  id: '1',
  app: 'Erp',
  orgId: '00D000000000001EAA',
  org: 'uat',
  by: 'jane on desk',
  store: 'sf',
  startedAt: '2026-11-20T08:00:00.000Z',
  verified: { next: false, current: false },
  recorded: false,
  notes: [],
};
const [oldKey, newKey] = ['3MVG9.old_key.0123456789', '3MVG9.new_key.0123456789'];
const promotedAt = '2026-11-21T08:00:00.000Z';
const endedAt = '2026-11-23T08:00:00.000Z';
const retireAfter = '2026-11-28T08:00:00.000Z';

const secret = (stage: RotationStage, more: Partial<RotationRecord> = {}): RotationRecord => ({
  ...base,
  stage,
  appId: '0xI000000000001',
  consumerId: '888000000000001',
  userId: '005000000000001',
  oldKey,
  overlapDays: 7,
  ...more,
});
const guided = (stage: RotationStage, more: Partial<GuidedRotation> = {}): GuidedRotation => ({
  ...base,
  kind: 'guided',
  stage,
  oldKey,
  newKey,
  oldRefused: false,
  ...more,
});
const certificate = (stage: RotationStage, more: Partial<CertificateRotation> = {}): CertificateRotation => ({
  ...base,
  kind: 'certificate',
  stage,
  registration: 'external-client-app',
  consumerKey: oldKey,
  username: 'erp@acme.example',
  oldWorked: true,
  ...more,
});

const rowsOf = (record: AnyRotation): Record<string, string> =>
  Object.fromEntries(reportRows(reportOf(record)).map(({ Key, Value }) => [Key, Value]));

describe('report of a rotation', () => {
  it('says of every stage what is next, with the command that does it', () => {
    const nextOf = (record: AnyRotation): string => reportOf(record).next;
    expect(nextOf(secret('staged'))).to.contain('"sf clientapp rotate resume --name Erp');
    expect(nextOf(secret('overlap', { retireAfter }))).to.contain('from 2026-11-28, delete the old pair');
    expect(nextOf(secret('overlap'))).to.contain('from an unknown day');
    expect(nextOf(secret('failed'))).to.contain('"sf clientapp rotate start --name Erp');
    expect(nextOf(secret('retired'))).to.match(/^Nothing: the old pair is gone/);
    expect(nextOf(secret('cancelled'))).to.match(/^Nothing: the pair from before/);

    expect(nextOf(guided('stored'))).to.match(/^Confirm Apply in Setup; then go on: "sf clientapp rotate resume/);
    expect(nextOf(guided('overlap'))).to.contain('wait 10 minutes, then look again');
    expect(nextOf(guided('failed'))).to.contain('"sf clientapp rotate start --name Erp');
    expect(nextOf(guided('retired'))).to.contain('migrate the app to an External Client App');
    expect(nextOf(guided('cancelled'))).to.contain('the old pair is gone all the same');

    expect(nextOf(certificate('promoted'))).to.match(/^Go on: "sf clientapp rotate resume/);
    const back = { why: 'the org refused it', ending: 'failed' as const };
    expect(nextOf(certificate('promoted', { back }))).to.match(/^Go on putting everything back/);
    expect(nextOf(certificate('failed'))).to.contain('--credential certificate');
    expect(nextOf(certificate('retired'))).to.contain('The old key is destroyed.');
    expect(nextOf(certificate('cancelled'))).to.match(/^Nothing: the key and the certificate from before/);
  });

  it('names the key that programs have to use, and the other one as long as it works', () => {
    const keysOf = (record: AnyRotation): unknown[] => {
      const { consumerKey, previousConsumerKey } = reportOf(record);
      return [consumerKey, previousConsumerKey];
    };
    expect(keysOf(secret('verified', { newKey }))).to.deep.equal([oldKey, undefined]);
    expect(keysOf(secret('overlap', { newKey, promotedAt }))).to.deep.equal([newKey, oldKey]);
    expect(keysOf(secret('overlap', { promotedAt }))).to.deep.equal([oldKey, undefined]);
    for (const stage of ['retired', 'cancelled', 'failed'] as const) {
      expect(keysOf(secret(stage, { newKey, promotedAt, endedAt })), stage).to.deep.equal([newKey, undefined]);
      expect(keysOf(guided(stage, { promotedAt, endedAt })), stage).to.deep.equal([newKey, undefined]);
    }
    expect(keysOf(guided('stored'))).to.deep.equal([oldKey, undefined]);
    expect(keysOf(guided('stored', { oldKey: undefined }))).to.deep.equal([newKey, undefined]);
    expect(keysOf(guided('overlap', { promotedAt }))).to.deep.equal([newKey, oldKey]);
    expect(keysOf(guided('overlap', { promotedAt, oldKey: undefined }))).to.deep.equal([newKey, undefined]);
  });

  it('shows on a screen masked keys, and no line without a value', () => {
    expect(rowsOf(secret('planned'))).to.deep.equal({
      App: 'Erp',
      Org: 'uat',
      Credential: 'secret',
      Stage: 'planned',
      Started: '2026-11-20 by jane on desk',
      'Consumer key': maskKey(oldKey),
      Store: 'sf',
    });
    const rows = rowsOf(secret('overlap', { newKey, promotedAt, retireAfter, notes: ['One.', 'Two.'] }));
    expect(rows).to.include({
      Promoted: '2026-11-21',
      'Old pair goes after': '2026-11-28',
      'Consumer key': maskKey(newKey),
      'Previous key': maskKey(oldKey),
      Notes: 'One.\nTwo.',
    });
    expect(Object.values(rows).join()).not.to.contain(oldKey).and.not.to.contain(newKey);
  });

  it('shows of a certificate its end and how long no key worked, exactly or at most', async () => {
    const pem = await oldCertificate();
    const window = { deployBegunAt: promotedAt, swappedAt: '2026-11-21T08:00:03.200Z' };
    const shown = rowsOf(certificate('retired', { newCertificate: pem, promotedAt, endedAt, ...window }));
    expect(shown['Cut-over']).to.equal('4 s');
    expect(shown['Certificate']).to.match(/^([0-9A-F]{2}:){31}[0-9A-F]{2}, until 20\d\d-\d\d-\d\d$/);
    expect(rowsOf(certificate('promoted', { newCertificate: pem, ...window }))['Cut-over']).to.equal('at most 4 s');
    // Whatever was deployed: it is the old one that is put back.
    const back = { why: 'refused', ending: 'failed' as const };
    const undone = reportOf(
      certificate('failed', { newCertificate: 'no certificate', oldCertificate: pem, promotedAt, back }),
    );
    expect(undone.certificateFingerprint).to.match(/^[0-9A-F:]{95}$/);
    expect(undone).to.not.have.property('promotedAt');
    for (const record of [
      certificate('planned'),
      certificate('promoted', { newCertificate: 'no certificate', promotedAt }),
      certificate('promoted', { deployBegunAt: promotedAt }),
    ])
      expect(rowsOf(record)).to.not.have.any.keys('Certificate', 'Cut-over');
  });

  it('is a line among others, and only those that are not over have something next', () => {
    const reports = [secret('overlap', { newKey, promotedAt, retireAfter }), guided('retired', { endedAt })].map(
      reportOf,
    );
    expect(summaryRows(reports)).to.deep.equal([
      {
        App: 'Erp',
        Org: 'uat',
        Credential: 'secret',
        Stage: 'overlap',
        Started: '2026-11-20',
        By: 'jane on desk',
        'Old Goes After': '2026-11-28',
      },
      {
        App: 'Erp',
        Org: 'uat',
        Credential: 'secret',
        Stage: 'retired',
        Started: '2026-11-20',
        By: 'jane on desk',
        'Old Goes After': '',
      },
    ]);
    expect(nextLines(reports)).to.have.length(1);
    expect(nextLines(reports)[0]).to.match(/^Erp in uat: Give the new key and secret/);
  });
});
