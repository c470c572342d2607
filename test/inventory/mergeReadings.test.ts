import { expect } from 'chai';
import { mergeReadings } from '../../src/inventory/mergeReadings.js';
import type { OrgReading } from '../../src/inventory/orgReading.js';
import { known } from '../../src/inventory/types.js';
import { anApp, anInventory, evidence } from '../audit/rules/anInventory.js';

const reading = (org: string, day: string, orgId?: string, overrides: Partial<OrgReading> = {}): OrgReading => ({
  org,
  orgId,
  readAt: `2026-${day}T00:00:00.000Z`,
  inventory: anInventory({
    apps: [anApp({ name: `of ${day}`, origin: { kind: 'org', org, id: '' } })],
    tokens: [{ org, rows: known([{ id: '1', org, appName: 'a', userId: 'u' }]) }],
    orgs: [evidence({ org, orgId, readAt: `2026-${day}T00:00:00.000Z` })],
    coverage: [{ source: `org:${org}/OauthToken`, status: 'complete' }],
  }),
  ...overrides,
});

const appsOf = (readings: readonly OrgReading[]): string[] =>
  mergeReadings(readings).flatMap(({ org, inventory }) => inventory.apps.map(({ name }) => `${org}: ${name}`));

const prod = '00D5g000004XYZaEAG';

describe('several readings of orgs', () => {
  it('of one org give the newest apps, and the older evidence under the name of the newest', () => {
    const [merged, ...others] = mergeReadings([
      reading('old-alias', '01-01', prod.slice(0, 15)),
      reading('prod', '11-01', prod),
      reading('prod', '06-01', prod),
    ]);
    expect(others).to.deep.equal([]);
    expect(merged?.inventory.apps.map(({ name }) => name)).to.deep.equal(['of 11-01']);
    expect(merged?.inventory.orgs.map(({ org, readAt }) => `${org} ${readAt.slice(5, 10)}`)).to.deep.equal([
      'prod 11-01',
      'prod 06-01',
      'prod 01-01',
    ]);
    expect(merged?.inventory.coverage).to.have.length(1);
  });

  it('of one org go by the name where one has no id', () => {
    expect(appsOf([reading('prod', '01-01'), reading('prod', '11-01', prod)])).to.deep.equal(['prod: of 11-01']);
  });

  it('of two orgs with one alias are two orgs, whose names differ everywhere', () => {
    const other = '00D5g000009ABCdEAG';
    const [first, second] = mergeReadings([reading('prod', '11-01', prod), reading('prod', '10-01', other)]);
    const name = `prod (${other})`;
    expect([first?.org, second?.org]).to.deep.equal(['prod', name]);
    expect(second?.inventory).to.deep.include({
      tokens: [{ org: name, rows: known([{ id: '1', org: name, appName: 'a', userId: 'u' }]) }],
      coverage: [{ source: `org:${name}/OauthToken`, status: 'complete' }],
    });
    expect(second?.inventory.apps[0]?.origin).to.deep.include({ org: name });
    expect(second?.inventory.orgs[0]?.org).to.equal(name);
  });

  it('keep one that failed, beside what an older one says', () => {
    const failed = reading('prod', '11-22', undefined, {
      inventory: anInventory({ apps: [], coverage: [{ source: 'org:prod', status: 'unavailable', reason: 'gone' }] }),
    });
    const merged = mergeReadings([failed, reading('prod', '11-01', prod)]);
    expect(merged.flatMap(({ inventory }) => inventory.coverage.map(({ source }) => source))).to.deep.equal([
      'org:prod',
      'org:prod/OauthToken',
    ]);
    expect(appsOf([failed, reading('prod', '11-01', prod)])).to.deep.equal(['prod: of 11-01']);
  });

  it('do not compare people under other names', () => {
    const [merged] = mergeReadings([
      reading('prod', '11-01', prod),
      reading('prod', '10-01', prod, { pseudonymized: true }),
    ]);
    expect(merged?.inventory.orgs).to.have.length(1);
    expect(merged?.inventory.coverage.at(-1)).to.deep.include({
      source: 'org:prod/earlier readings',
      status: 'unavailable',
    });
  });
});
