import { expect } from 'chai';
import { defaultThresholds } from '../../src/audit/thresholds.js';
import { finding } from '../../src/audit/outcomes.js';
import type { Rule } from '../../src/audit/rule.js';
import { known, unknown } from '../../src/inventory/types.js';
import { anApp, anInventory, evidence } from './rules/anInventory.js';
import { aDraft, aRule, run } from './support.js';

const inOrg = (org: string) => anApp({ name: `of ${org}`, origin: { kind: 'org', org, id: '' } });

const inventory = anInventory({
  apps: [anApp(), inOrg('prod'), inOrg('uat'), inOrg('odd')],
  orgs: [
    evidence({ org: 'prod', isSandbox: known(false) }),
    evidence({ org: 'uat', isSandbox: known(true) }),
    evidence({ org: 'odd', isSandbox: unknown('Organization cannot be read') }),
  ],
});

/** Says of every app what the rule compares with. */
const check: Rule['check'] = ({ apps }, { thresholds }) =>
  apps.map((app) => finding(app, aDraft({ evidence: `${thresholds.secretAgeDays} days` })));

const saidOf = (perApp: boolean): string[] =>
  run([aRule('r', [], { check, ...(perApp ? { perApp: true as const } : {}) })], {
    inventory,
    config: {
      thresholds: { ...defaultThresholds, secretAgeDays: 100 },
      severities: { r: 3 },
      profiles: {
        production: { thresholds: { secretAgeDays: 50 }, severities: { r: 1 } },
        sandbox: { thresholds: { secretAgeDays: 200 }, severities: {} },
      },
    },
  }).findings.map(({ app, severity, evidence: seen }) => `${app}: ${severity}, ${seen}`);

describe('profiles', () => {
  for (const perApp of [true, false])
    it(`hold for the orgs of their kind, and neither for source, ${perApp ? 'one app at a time' : 'all apps at once'}`, () => {
      expect(saidOf(perApp)).to.have.members([
        'Billing: 3, 100 days',
        'of prod: 1, 50 days',
        'of uat: 3, 200 days',
        'of odd: 1, 50 days',
      ]);
    });

  it('say when the kind of an org is not known', () => {
    const profiles = { production: { thresholds: {}, severities: {} } };
    const { coverage } = run([], { inventory, config: { profiles } });
    expect(coverage.filter(({ source }) => source.endsWith('/kind'))).to.deep.equal([
      {
        source: 'org:odd/kind',
        status: 'partial',
        reason:
          'it is not known whether this is a sandbox, so it was held to the profile of production: Organization cannot be read',
      },
    ]);
    expect(run([], { inventory }).coverage.some(({ source }) => source.endsWith('/kind'))).to.equal(false);
  });
});
