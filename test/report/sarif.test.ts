import { expect } from 'chai';
import type { Log, Result, Run } from 'sarif';
import { sarif } from '../../src/report/sarif.js';
import { aFinding, allSeverities, aRule } from '../audit/support.js';
import { acting, aContext, aReport, hostile, reportOf } from './support.js';

const runOf = (...input: Parameters<typeof sarif>): Run => {
  const log = JSON.parse(sarif(...input)) as Log;
  const [run] = log.runs;
  if (!run) throw new Error('no run');
  return run;
};

const resultOf = (...input: Parameters<typeof sarif>): Result => {
  const [result] = runOf(...input).results ?? [];
  if (!result) throw new Error('no result');
  return result;
};

describe('the SARIF report', () => {
  it('says what made it and which rules it looked for', () => {
    const log = JSON.parse(sarif(aReport(), aContext())) as Log;
    expect(log.version).to.equal('2.1.0');
    const driver = log.runs[0]?.tool.driver;
    expect(driver).to.include({ name: 'sf-clientapp', semanticVersion: '1.2.3' });
    expect(driver?.rules?.[1]).to.deep.equal({
      id: 'stale-token',
      shortDescription: { text: 'Title of stale-token' },
      fullDescription: { text: 'Why stale-token matters.' },
      help: {
        text: 'Why stale-token matters.\n\nRemedy: What to do about stale-token.\n\nRight to pass: Seasonal jobs.\n\nRelated to: NHI7 (2025)',
        markdown:
          'Why stale-token matters.\n\n**Remedy**: What to do about stale-token.\n\n**Right to pass**: Seasonal jobs.\n\n**Related to**: [NHI7 (2025)](https://owasp.example/nhi7)',
      },
      defaultConfiguration: { level: 'warning' },
      properties: { tags: ['security', 'tests'], 'security-severity': '4.0' },
    });
  });

  it('gives each severity its level and number', () => {
    const rules = allSeverities.map((severity) => aRule(`rule-${severity}`, [], { severity }));
    const descriptors = runOf(aReport(), aContext({ rules })).tool.driver.rules ?? [];
    expect(descriptors.map(({ defaultConfiguration }) => defaultConfiguration?.level)).to.deep.equal([
      'error',
      'error',
      'warning',
      'note',
      'note',
    ]);
    expect(descriptors.map(({ properties }): unknown => properties?.['security-severity'])).to.deep.equal([
      '9.0',
      '7.0',
      '4.0',
      '2.0',
      '0.0',
    ]);
  });

  it('points at the place in the file, and keeps the fingerprint', () => {
    const result = resultOf(aReport(), aContext());
    expect(result).to.deep.include({ ruleId: 'full-scope', ruleIndex: 0, level: 'error', suppressions: [] });
    expect(result.locations).to.deep.equal([
      {
        physicalLocation: {
          artifactLocation: { uri: 'force-app/Billing.connectedApp-meta.xml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 7, startColumn: 9 },
        },
      },
    ]);
    expect(result.partialFingerprints).to.deep.equal({ 'clientapp/v1': 'f'.repeat(64) });
  });

  it('writes a path as a URI', () => {
    const location = { file: 'force app/Ünit 100%/a#b?.xml', startLine: 1, startColumn: 1 };
    const uri = resultOf(aReport({ findings: [aFinding({ location })] }), aContext()).locations?.[0]?.physicalLocation
      ?.artifactLocation?.uri;
    expect(uri).to.equal('force%20app/%C3%9Cnit%20100%25/a%23b%3F.xml');
  });

  it('gives a finding of an org a logical location', () => {
    const { location: _, ...rest } = aFinding({ org: 'uat', user: 'ann@acme.example' });
    expect(resultOf(aReport({ findings: [rest] }), aContext()).locations).to.deep.equal([
      {
        logicalLocations: [{ name: 'Billing', fullyQualifiedName: 'uat/Billing/ann@acme.example', kind: 'resource' }],
      },
    ]);
  });

  it('suppresses what is waived, with who and why', () => {
    const waived = { owner: 'Ann', reason: 'moves in March', expires: '2027-03-31' };
    expect(resultOf(aReport({ findings: [aFinding({ waived })] }), aContext()).suppressions).to.deep.equal([
      { kind: 'external', status: 'accepted', justification: 'moves in March (Ann, until 2027-03-31)' },
    ]);
  });

  it('names what could not be checked', () => {
    const report = aReport({
      inconclusive: [{ rule: 'stale-token', app: 'Crm', reason: 'OauthToken cannot be read' }],
      coverage: [{ source: 'org:uat/OauthToken', status: 'unavailable', reason: 'no permission' }],
    });
    const notifications = runOf(report, aContext()).invocations?.[0]?.toolExecutionNotifications ?? [];
    expect(notifications.map(({ message }) => message.text)).to.deep.equal([
      'org:uat/OauthToken is unavailable: no permission',
      'Could not be checked for Crm: OauthToken cannot be read',
    ]);
  });

  it('makes no link and no control character of what an app is called', () => {
    const { message } = resultOf(reportOf(hostile), aContext());
    expect(message.text).to.not.match(acting);
    expect(message.text).to.include('\\[a\\](http://x)');
  });
});
