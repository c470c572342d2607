import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import { csv } from '../../src/report/csv.js';
import { aFinding } from '../audit/support.js';
import { aContext, aReport, attacks, reportOf } from './support.js';

type Row = Record<string, string>;

/** As RFC 4180 has it, nothing forgiven. */
const read = (text: string, delimiter = ','): Row[] =>
  parse(text, { bom: true, columns: true, delimiter, record_delimiter: '\r\n' });

const startsFormula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u;

describe('the CSV report', () => {
  it('has what the audit could not see first, then what it found', () => {
    const report = aReport({
      preflight: [
        { org: 'uat', permission: 'ViewSetup', label: 'View Setup', held: false, hides: 'settings are hidden' },
      ],
      inconclusive: [{ rule: 'stale-token', app: 'Crm', org: 'uat', reason: 'no permission' }],
    });
    expect(read(csv(report, aContext())).map(({ record, state }) => [record, state])).to.deep.equal([
      ['preflight', 'missing'],
      ['coverage', 'complete'],
      ['inconclusive', 'not answered'],
      ['finding', 'open'],
    ]);
  });

  it('has everything about a finding in its columns', () => {
    const finding = aFinding({
      org: 'uat',
      user: 'ann@acme.example',
      alsoIn: ['dev', 'prod'],
      severityReason: 'criticality is high',
      waived: { owner: 'Ann', reason: 'moves in March, "for sure"', expires: '2027-03-31' },
    });
    const [, row] = read(csv(aReport({ findings: [finding] }), aContext()));
    expect(row).to.include({
      record: 'finding',
      state: 'waived',
      severity: 'High',
      confidence: 'high',
      rule: 'full-scope',
      app: 'Billing',
      registration: 'connected-app',
      org: 'uat',
      user: 'ann@acme.example',
      message: 'Billing asks for the full scope.',
      severityReason: 'criticality is high',
      alsoIn: 'dev; prod',
      file: 'force-app/Billing.connectedApp-meta.xml',
      line: '7',
      column: '9',
      waivedBy: 'Ann',
      waiverReason: 'moves in March, "for sure"',
      waivedUntil: '2027-03-31',
      references: 'NHI5 (2025)',
      fingerprint: 'f'.repeat(64),
    });
  });

  it('tells findings of the baseline and fixed ones from open ones', () => {
    const findings = [
      aFinding({ baseline: true }),
      aFinding({ fix: { kind: 'safe', description: 'd', status: 'applied' } }),
    ];
    expect(read(csv(aReport({ findings }), aContext())).map(({ state }) => state)).to.deep.equal([
      'complete',
      'baseline',
      'fixed',
    ]);
  });

  for (const [what, text] of attacks) {
    it(`stays a table without formulas with ${what} in every field`, () => {
      const written = csv(reportOf(text), aContext());
      const rows = read(written);
      expect(rows.length).to.equal(6);
      for (const row of rows) for (const value of Object.values(row)) expect(value).to.not.match(startsFormula);
    });
  }

  it('has no formula for a spreadsheet that parts columns by a semicolon or a tab either', () => {
    for (const [, text] of attacks) {
      const written = csv(reportOf(text), aContext());
      for (const delimiter of [';', '\t', '|']) {
        const rows = parse(written, {
          bom: true,
          delimiter,
          record_delimiter: '\r\n',
          relax_quotes: true,
          relax_column_count: true,
        });
        for (const value of rows.flat()) expect(value).to.not.match(startsFormula);
      }
    }
  });

  it('keeps text that only looks alike', () => {
    const message = 'a-b, c = d and x@y';
    const [, row] = read(csv(aReport({ findings: [aFinding({ message })] }), aContext()));
    expect(row?.['message']).to.equal(message);
  });
});
