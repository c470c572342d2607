import { expect } from 'chai';
import type { AuditPreflight } from '../../src/audit/result.js';
import { screen, type ScreenOptions } from '../../src/report/screen.js';
import { aFinding } from '../audit/support.js';
import { acting, aReport, hostile } from './support.js';

const options = (overrides: Partial<ScreenOptions> = {}): ScreenOptions => ({
  view: 'table',
  width: 200,
  text: (key, tokens = []) => [key, ...tokens].join(' '),
  ...overrides,
});

const need = (overrides: Partial<AuditPreflight> = {}): AuditPreflight => ({
  org: 'uat',
  permission: 'ViewSetup',
  label: 'View Setup',
  held: false,
  hides: 'apps stay hidden',
  ...overrides,
});

describe('the screen', () => {
  it('begins with what the signed-in user lacks, and only that', () => {
    const [first, second] = screen(
      aReport({
        preflight: [
          need(),
          need({ org: 'prod' }),
          need({ label: 'Manage Users', held: true }),
          need({ label: 'View Event Log Files', held: 'unknown', reason: 'the org does not tell' }),
        ],
        coverage: [{ source: 'org:uat/OauthToken', status: 'partial', reason: 'cut' }],
      }),
      options(),
    );
    expect(first).to.equal(
      [
        'info.preflight',
        '  uat, prod: View Setup: missing, so apps stay hidden',
        '  uat: View Event Log Files: not known whether it is held (the org does not tell), so apps stay hidden',
        '',
      ].join('\n'),
    );
    expect(second).to.equal('info.gaps 1 1\n');
  });

  it('begins with the findings when nothing is missing', () => {
    const [first] = screen(aReport({ preflight: [need({ held: true })] }), options());
    expect(first).to.have.property('data');
  });

  it('marks what is waived, known and in orgs too', () => {
    const rowOf = (width: number, finding: ReturnType<typeof aFinding>): string => {
      const [part] = screen(aReport({ findings: [finding] }), options({ width }));
      return typeof part === 'string' ? part : Object.values(part?.data[0] ?? {}).join(' | ');
    };
    expect(rowOf(200, aFinding({ baseline: true }))).to.match(/^High \(baseline\) \|/);
    expect(rowOf(80, aFinding({ alsoIn: ['prod', 'uat'] }))).to.match(/connectedApp:7, also prod, uat$/);
  });

  it('says in detail why a severity moved, where else a fact is, and that it is known', () => {
    const finding = aFinding({ severityReason: 'because', alsoIn: ['uat'], baseline: true });
    const [part] = screen(aReport({ findings: [finding] }), options({ view: 'detail' }));
    expect(part)
      .to.match(/severity: +because/)
      .and.match(/also in: +org uat/)
      .and.match(/baseline: +in the baseline/);
  });

  it('ends a table with where the rest is told, and nothing else', () => {
    const last = (report: ReturnType<typeof aReport>, view: 'table' | 'detail'): unknown =>
      screen(report, options({ view })).at(-1);
    const found = aReport({ findings: [aFinding()] });
    expect(last(found, 'table')).to.equal('info.details');
    expect(last(found, 'detail')).to.match(/not answered/);
    expect(last(aReport({ findings: [] }), 'table')).to.match(/not answered/);
  });

  it('breaks sentences between words in a narrow terminal', () => {
    const width = 60;
    const coverage = [{ source: 'org:uat/OauthToken', status: 'partial' as const, reason: 'word '.repeat(60).trim() }];
    const parts = screen(
      aReport({ preflight: [need({ hides: 'word '.repeat(60).trim() })], coverage }),
      options({ width }),
    );
    const lines = parts.flatMap((part) => (typeof part === 'string' ? part.split('\n') : []));
    expect(lines.filter((line) => line.length > width)).to.deep.equal([]);
    expect(lines.filter((line) => /^ {4}word( word)+$/.test(line)).length).to.be.greaterThan(8);
    expect(lines.join(' ').match(/word/g)).to.have.length(120);
  });

  it('breaks what it says in detail under what it says it of', () => {
    const finding = aFinding({ evidence: 'word '.repeat(40).trim() });
    const [part] = screen(aReport({ findings: [finding] }), options({ view: 'detail', width: 70 }));
    const lines = typeof part === 'string' ? part.split('\n') : [];
    expect(lines.filter((line) => line.length > 70 && !line.includes('fingerprint'))).to.deep.equal([]);
    expect(lines.filter((line) => /^ {15}word/.test(line)).length).to.be.greaterThan(1);
    expect(lines.some((line) => line.startsWith('  seen:        word'))).to.equal(true);
  });

  it('shows nothing that acts on a terminal', () => {
    const report = aReport({
      preflight: [need({ org: hostile, label: hostile, held: 'unknown', hides: hostile, reason: hostile })],
      findings: [aFinding({ alsoIn: [hostile], severityReason: hostile })],
      coverage: [{ source: hostile, status: 'partial', reason: hostile }],
    });
    for (const view of ['table', 'detail'] as const)
      for (const part of screen(report, options({ view })))
        expect(typeof part === 'string' ? part : JSON.stringify(part.data)).to.not.match(acting);
  });
});
