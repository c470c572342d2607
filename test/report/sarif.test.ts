import { expect } from 'chai';
import type { Log, Result, Run } from 'sarif';
import { sarif } from '../../src/report/sarif/log.js';
import type { AuditFinding } from '../../src/audit/result.js';
import { portraitsOf } from '../../src/report/portrait/portraits.js';
import { aManifest, anApp, anInventory } from '../audit/rules/anInventory.js';
import { aFinding, allSeverities, aRule, context } from '../audit/support.js';
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
      name: 'stale-token',
      shortDescription: { text: 'Title of stale-token' },
      fullDescription: { text: 'Why stale-token matters.' },
      help: {
        text: 'Why stale-token matters.\n\nRemedy: What to do about stale-token.\n\nRight to pass: Seasonal jobs.\n\nRelated to: NHI7 (2025)',
        markdown:
          'Why stale-token matters.\n\n**Remedy**: What to do about stale-token.\n\n**Right to pass**: Seasonal jobs.\n\n**Related to**: [NHI7 (2025)](https://owasp.example/nhi7)',
      },
      helpUri: 'https://owasp.example/nhi7',
      defaultConfiguration: { level: 'warning' },
      properties: { tags: ['security', 'tests'], 'security-severity': '5.0', 'problem.severity': 'warning' },
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
      '9.5',
      '7.5',
      '5.0',
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
    expect(result.partialFingerprints).to.deep.equal({
      primaryLocationLineHash: `${'f'.repeat(64)}:1`,
      'clientapp/v1': 'f'.repeat(64),
    });
  });

  it('writes a path as a URI', () => {
    const location = { file: 'force app/Ünit 100%/a#b?.xml', startLine: 1, startColumn: 1 };
    const uri = resultOf(aReport({ findings: [aFinding({ location })] }), aContext()).locations?.[0]?.physicalLocation
      ?.artifactLocation?.uri;
    expect(uri).to.equal('force%20app/%C3%9Cnit%20100%25/a%23b%3F.xml');
  });

  it('gives a finding of an org a logical place, and for GitHub the file that governs the app', () => {
    const { location: _, ...rest } = aFinding({ org: 'uat', user: 'ann@acme.example' });
    const report = aReport({ findings: [rest] });
    const logicalLocations = [
      { name: 'Billing', fullyQualifiedName: 'uat/Billing/ann@acme.example', kind: 'resource' },
    ];
    const physical = (uri: string) => ({
      physicalLocation: {
        artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
        region: { startLine: 1, startColumn: 1 },
      },
      message: { text: 'Seen in an org: no file of the project is the place of it.' },
      logicalLocations,
    });
    expect(resultOf(report, aContext()).locations).to.deep.equal([physical('sfdx-project.json')]);
    const app = anApp({ registration: 'connected-app', manifest: aManifest() });
    const apps = () => portraitsOf(anInventory({ apps: [app] }), report, context.today);
    expect(resultOf(report, aContext({ apps })).locations).to.deep.equal([
      physical('clientapps/Billing.clientapp.yaml'),
    ]);
  });

  it('tells the same fact in two orgs apart, and two results that are alike', () => {
    const orgs = ['dev', 'uat', 'uat'].map((org) => aFinding({ org }));
    const hashes = (runOf(aReport({ findings: orgs }), aContext()).results ?? []).map(
      ({ partialFingerprints }) => partialFingerprints?.['primaryLocationLineHash'],
    );
    expect(new Set(hashes).size).to.equal(3);
    expect(hashes[2]?.split(':')[0]).to.equal(hashes[1]?.split(':')[0]);
    expect(hashes[2]).to.match(/:2$/);
  });

  it('keeps runs over different things apart', () => {
    const idOf = (...sources: string[]) =>
      runOf(aReport({ coverage: sources.map((source) => ({ source, status: 'complete' })) }), aContext())
        .automationDetails?.id;
    expect(idOf('source:force-app')).to.equal('sf-clientapp/source/');
    expect(idOf('org:uat/OauthToken', 'org:uat/User', 'org:dev/User')).to.equal('sf-clientapp/org-dev+org-uat/');
  });

  it('says what is new and what is not, once there is a baseline', () => {
    const states = (findings: AuditFinding[]) =>
      runOf(aReport({ findings }), aContext()).results?.map(({ baselineState }) => baselineState);
    expect(states([aFinding(), aFinding()])).to.deep.equal([undefined, undefined]);
    expect(states([aFinding({ baseline: true }), aFinding()])).to.deep.equal(['unchanged', 'new']);
  });

  it('leaves out what was fixed, unless an org still has it', () => {
    const fix = { kind: 'safe', description: 'sets it', status: 'applied' } as const;
    const results = (finding: Parameters<typeof aFinding>[0]) =>
      runOf(aReport({ findings: [aFinding(finding)] }), aContext()).results;
    expect(results({ fix })).to.deep.equal([]);
    expect(results({ fix, alsoIn: ['uat'] })).to.have.length(1);
    expect(results({ fix: { ...fix, status: 'failed' } })).to.have.length(1);
  });

  it('suppresses what is waived, with who and why', () => {
    const waived = { owner: 'Ann', reason: 'moves in March', expires: '2027-03-31' };
    expect(resultOf(aReport({ findings: [aFinding({ waived })] }), aContext()).suppressions).to.deep.equal([
      { kind: 'external', status: 'accepted', justification: 'moves in March (Ann, until 2027-03-31)' },
    ]);
  });

  it('names what could not be checked', () => {
    const report = aReport({
      preflight: [
        { org: 'uat', permission: 'ViewSetup', label: 'View Setup', held: true, hides: 'nothing' },
        {
          org: 'uat',
          permission: 'ViewAllProfiles',
          label: 'View All Profiles',
          held: false,
          hides: 'profiles stay hidden',
        },
      ],
      inconclusive: [{ rule: 'stale-token', app: 'Crm', reason: 'OauthToken cannot be read' }],
      coverage: [{ source: 'org:uat/OauthToken', status: 'unavailable', reason: 'no permission' }],
    });
    const notifications = runOf(report, aContext()).invocations?.[0]?.toolExecutionNotifications ?? [];
    expect(notifications.map(({ message }) => message.text)).to.deep.equal([
      'uat: View All Profiles (ViewAllProfiles) is missing, so profiles stay hidden',
      'org:uat/OauthToken is unavailable: no permission',
      'Could not be checked for Crm: OauthToken cannot be read',
    ]);
  });

  it('says what the command ended with', () => {
    const exit = { code: 3, meaning: 'A finding.' };
    expect(runOf(aReport(), aContext({ exit })).invocations?.[0]).to.include({
      executionSuccessful: true,
      exitCode: 3,
      exitCodeDescription: 'A finding.',
    });
  });

  it('says that the audit failed when an org could not be reached', () => {
    const successful = (source: string) =>
      runOf(aReport({ coverage: [{ source, status: 'unavailable', reason: 'no' }] }), aContext()).invocations?.[0]
        ?.executionSuccessful;
    expect(successful('org:uat')).to.equal(false);
    expect(successful('org:uat/OauthToken')).to.equal(true);
  });

  it('makes no link and no control character of what an app is called', () => {
    const { message } = resultOf(reportOf(hostile), aContext());
    expect(message.text).to.not.match(acting);
    expect(message.text).to.include('\\[a\\](http://x)');
  });
});
