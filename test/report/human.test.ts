import { expect } from 'chai';
import { detail } from '../../src/report/detail.js';
import { ruleDetail } from '../../src/report/ruleDetail.js';
import { summaryLine } from '../../src/report/summaryLine.js';
import { columnsFor, toRows } from '../../src/report/table.js';
import { unchecked } from '../../src/report/unchecked.js';
import { aFinding, aRule } from '../audit/support.js';
import { aReport } from './support.js';

describe('the table', () => {
  it('has sentences and whole paths where there is room', () => {
    expect(columnsFor(200)).to.include('finding');
    expect(toRows([aFinding()], 200)[0]?.where).to.equal('Billing.connectedApp:7');
    expect(toRows([aFinding({ org: 'uat' })], 240)).to.deep.equal([
      {
        severity: 'High',
        rule: 'full-scope',
        app: 'Billing',
        finding: 'Billing asks for the full scope.',
        where: 'force-app/Billing.connectedApp-meta.xml:7:9, org uat',
      },
    ]);
  });

  it('names the rule, the app and the file where there is little', () => {
    expect(columnsFor(80)).to.deep.equal(['severity', 'rule', 'app', 'where']);
    expect(toRows([aFinding()], 80)[0]?.where).to.equal('Billing.connectedApp:7');
    const { location: _, ...rest } = aFinding({ org: 'uat', app: '' });
    expect(toRows([rest], 80)[0]).to.include({ where: 'uat', app: '-' });
  });

  it('marks what is waived', () => {
    const waived = { owner: 'Ann', reason: 'r', expires: '2027-01-01' };
    expect(toRows([aFinding({ waived })], 80)[0]?.severity).to.equal('High (waived)');
  });
});

describe('the detail', () => {
  it('has everything about a finding', () => {
    const waived = { owner: 'Ann', reason: 'moves in March', expires: '2027-03-31' };
    expect(detail([aFinding({ waived, user: 'ann@acme.example' })])).to.equal(
      [
        'High  full-scope  Billing  (connected-app)',
        '  Billing asks for the full scope.',
        '  at:          force-app/Billing.connectedApp-meta.xml:7:9',
        '  user:        ann@acme.example',
        '  seen:        scope: full',
        '  remedy:      Ask for less.',
        '  related to:  NHI5 (2025)',
        '  confidence:  high',
        '  waived:      moves in March (Ann, until 2027-03-31)',
        `  fingerprint: ${'f'.repeat(64)}`,
      ].join('\n'),
    );
  });

  it('explains a rule', () => {
    expect(ruleDetail(aRule('stale-token', [], { exceptions: 'Seasonal jobs.' }))).to.equal(
      [
        'Moderate  stale-token',
        '  Title of stale-token',
        '',
        '  Why stale-token matters.',
        '  Right to pass: Seasonal jobs.',
        '  Remedy: What to do about stale-token.',
        '  From: source, org. Tags: tests.',
        '  Related to: NHI7 (2025)',
      ].join('\n'),
    );
  });
});

describe('what could not be checked', () => {
  it('is sources first, then each reason once with its rules and apps', () => {
    const reason = 'no manifest says when';
    const report = aReport({
      coverage: [
        { source: 'source:force-app', status: 'complete' },
        { source: 'org:uat/OauthToken', status: 'partial', reason: '2,500 of 9,000 rows' },
      ],
      inconclusive: [
        ...['A', 'B', 'C', 'D', 'E'].map((app) => ({ rule: 'stale', app, reason })),
        { rule: 'x', app: 'Billing', reason: 'the file is not in source' },
        { rule: 'y', app: 'Billing', reason: 'the file is not in source' },
        { rule: 'z', reason: 'no settings' },
      ],
    });
    expect(unchecked(report)).to.deep.equal([
      'org:uat/OauthToken (partial): 2,500 of 9,000 rows',
      'A, B, C and 2 more: no manifest says when (stale)',
      'Billing: the file is not in source (x, y)',
      'no settings (z)',
    ]);
  });
});

describe('the summary', () => {
  it('has every count on one line', () => {
    const summary = {
      apps: 2,
      critical: 1,
      high: 2,
      moderate: 3,
      low: 4,
      info: 5,
      waived: 6,
      baseline: 0,
      inconclusive: 7,
    };
    expect(summaryLine(aReport({ summary, apiCalls: 1 }))).to.equal(
      '15 findings in 2 client apps: 1 Critical, 2 High, 3 Moderate, 4 Low, 5 Info; 6 waived, 7 not answered. 1 API call, 1.2 s.',
    );
  });
});
