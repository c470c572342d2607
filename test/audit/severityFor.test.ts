import { expect } from 'chai';
import type { Criticality } from '../../src/app/clientApp.js';
import type { Severity } from '../../src/audit/rule.js';
import { aManifest, anApp } from './rules/anInventory.js';
import { aDraft, allSeverities, aRule, run } from './support.js';

const findingOf = (severity: Severity, criticality: Criticality, severities: Record<string, Severity> = {}) => {
  const { appName: _, ...draft } = aDraft({ severity });
  const app = anApp({ manifest: aManifest({ criticality }) });
  return run([aRule('r', [{ ...draft, app }])], { config: { severities } }).findings[0];
};

describe('the severity of a finding', () => {
  const moved = (criticality: Criticality): Array<Severity | undefined> =>
    allSeverities.map((severity) => findingOf(severity, criticality)?.severity);

  it('is one step worse for a critical app, and notes stay notes', () => {
    expect(moved('critical')).to.deep.equal([1, 1, 2, 3, 5]);
  });

  it('is one step better for an app of low criticality, but neither Critical nor Low goes down', () => {
    expect(moved('low')).to.deep.equal([1, 3, 4, 4, 5]);
  });

  it('is the rule’s own for others, and nothing is said', () => {
    for (const criticality of ['medium', 'high'] as const) {
      expect(moved(criticality)).to.deep.equal([1, 2, 3, 4, 5]);
      expect(findingOf(3, criticality)).to.not.have.property('severityReason');
    }
  });

  it('is the rule’s own for an app whose manifest cannot be read', () => {
    const { app: _, ...unreadable } = aManifest();
    const app = anApp({ manifest: unreadable });
    const { appName: __, ...draft } = aDraft({ severity: 2 });
    expect(run([aRule('r', [{ ...draft, app }])]).findings[0]).to.include({ severity: 2 });
  });

  it('never moves silently', () => {
    expect(findingOf(3, 'critical')).to.deep.include({
      severityName: 'High',
      severityReason: 'the manifest calls the criticality of the app critical, so Moderate becomes High',
    });
    expect(findingOf(1, 'critical')).to.not.have.property('severityReason');
  });

  it('is what the config file says, which is final', () => {
    expect(findingOf(3, 'critical', { r: 4 })).to.deep.include({
      severity: 4,
      severityReason: 'the audit config file makes it Low; the rule says Moderate',
    });
    expect(findingOf(3, 'medium', { r: 3 })).to.not.have.property('severityReason');
  });
});
