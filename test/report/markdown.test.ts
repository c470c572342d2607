import { expect } from 'chai';
import { markdown } from '../../src/report/markdown.js';
import { markdownText } from '../../src/report/markdownText.js';
import { aFinding } from '../audit/support.js';
import { sampleAudit } from './html/sample.js';
import { aContext, aReport, attacks, reportOf } from './support.js';

/** A comment may have no more (GitHub: "body is too long (maximum is 65536 characters)"). */
const mostCharacters = 65_536;

/** What the report writes of its own accord; the rest comes from elsewhere. */
const own =
  /<!-- sf-clientapp audit -->|<\/?details>|<\/?summary>|<\/?b>|<\/?sub>|<br>|`[a-z][a-z-]*`|\*\*|^#{2,3} |_\d+ .* see the full report\._/gm;

const rest = (text: string): string =>
  text.replace(own, '').replace(/&#\d+;/g, (entity) => (entity === '&#8203;' ? '\u200B' : ' '));

describe('the Markdown report', () => {
  it('begins with a verdict, what could not be checked, and the numbers', () => {
    const report = aReport({
      preflight: [
        { org: 'uat', permission: 'ViewSetup', label: 'View Setup', held: false, hides: 'settings are hidden' },
      ],
      inconclusive: [{ rule: 'stale-token', reason: 'OauthToken cannot be read' }],
    });
    const text = markdown(report, aContext());
    expect(text.split('\n').slice(0, 12)).to.deep.equal([
      '<!-- sf-clientapp audit -->',
      '',
      '## Client app audit: 1 High',
      '',
      '<details><summary><b>Not everything could be checked</b>: 1 missing permission, 1 gap</summary>',
      '',
      '- **uat**: View Setup is missing, so settings are hidden',
      '- OauthToken cannot be read (stale-token)',
      '',
      '</details>',
      '',
      '| Client apps | Critical | High | Moderate | Low | Info | Waived | In the baseline | Not answered |',
    ]);
  });

  it('has each open finding, worst first, with where, what was seen and what to do', () => {
    const findings = [
      aFinding({ severity: 5, severityName: 'Info', message: 'small' }),
      aFinding({ severityReason: 'criticality is high', alsoIn: ['uat'] }),
    ];
    const text = markdown(aReport({ findings }), aContext());
    const rows = text.split('\n').filter((line) => line.includes('`full-scope` |'));
    expect(rows.map((line) => line.split(' | ')[0])).to.deep.equal(['| High', '| Info']);
    expect(text).to.include('Seen: scope: full (confidence high)');
    expect(text).to.include('Severity: criticality is high<br>Also in: uat<br>Remedy: Ask for less.');
  });

  it('keeps waived, known and fixed ones apart', () => {
    const findings = [
      aFinding({ waived: { owner: 'Ann', reason: 'moves in March', expires: '2027-03-31' } }),
      aFinding({ baseline: true }),
      aFinding({ fix: { kind: 'safe', description: 'sets it', status: 'applied' } }),
    ];
    const text = markdown(aReport({ findings }), aContext());
    expect(text).to.include('## Client app audit: no open finding in 1 client app');
    for (const part of ['Waived: 1 High', 'In the baseline: 1 High', 'Fixed in this run: 1 High']) {
      expect(text).to.include(part);
    }
    expect(text).to.include('Waived by Ann until 2027-03-31: moves in March');
  });

  it('is never longer than GitHub takes, and says what is left out', () => {
    const { report, context } = sampleAudit(60);
    const text = markdown(report, context);
    expect(report.findings.length).to.be.above(500);
    expect(text.length).to.be.within(30_000, mostCharacters);
    expect(text).to.match(/_\d+ apps more: see the full report\._/);
    const wide = Array.from({ length: 300 }, (_, index) => ({ ...reportOf('*'.repeat(900)).findings[index % 2] }));
    const hostile = { ...reportOf('<'.repeat(900)), findings: wide.map((one) => aFinding(one)) };
    expect(markdown(hostile, context).length).to.be.below(mostCharacters);
  });

  for (const [what, text] of attacks) {
    it(`does nothing with ${what} in every field`, () => {
      const written = markdown(reportOf(text), aContext());
      const others = rest(written);
      expect(others, 'HTML').to.not.match(/[<>]/);
      expect(others, 'code, emphasis, links, images, mathematics').to.not.match(/[`*[\]~$\\]|!\[/);
      expect(others, 'mentions and issues').to.not.match(/[@#!~%](?=[\p{L}\p{N}_])/u);
      expect(others, 'links by themselves').to.not.match(/:\/\/|www\./i);
      expect(
        written.split('\n').filter((line) => /^\s*(?:\/|[-+=]{3,})\w*/.test(line)),
        'commands, headings',
      ).to.deep.equal([]);
      const widths = written
        .split('\n')
        .filter((line) => line.startsWith('| '))
        .map((line) => line.split('|').length);
      expect(new Set(widths).size).to.equal(2);
      expect(written.length).to.be.below(mostCharacters);
    });
  }
});

describe('text in Markdown', () => {
  it('is left alone when it starts nothing', () => {
    for (const text of [
      'Billing asks for less (see 2.1).',
      'Müller & Söhne'.replace('&', 'und'),
      'a-b + c = d',
      '株式会社',
    ]) {
      expect(markdownText(text)).to.equal(text);
    }
  });

  it('shows what it holds', () => {
    expect(markdownText('a_b')).to.equal('a&#95;b');
    expect(markdownText('ann@acme.example')).to.equal('ann@&#8203;acme.example');
    expect(markdownText('https://x.example')).to.equal('https:&#8203;//x.example');
    expect(markdownText('#12')).to.equal('#&#8203;12');
  });
});
