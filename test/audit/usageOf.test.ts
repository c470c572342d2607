import { expect } from 'chai';
import { usageOf, usedApps } from '../../src/audit/usageOf.js';
import { known, unknown, type InventoryApp } from '../../src/inventory/types.js';
import { aLog, aUsage } from './rules/aUsage.js';
import { anApp, anInventory, evidence } from './rules/anInventory.js';

const external = anApp({ origin: { kind: 'org', org: 'uat', id: '0xI000000000001AAA' } });
const connected = anApp({
  name: 'Legacy',
  label: 'Legacy app',
  registration: 'connected-app',
  origin: { kind: 'org', org: 'uat', id: '0H4000000000001AAA' },
});
const consumers = known([{ id: '888000000000001AAA', applicationId: '0xI000000000001AAA' }]);

const inventoryOf = (apps: InventoryApp[], usages: ReturnType<typeof aUsage>[], overrides = {}) =>
  anInventory({ apps, orgs: [evidence({ apiUsage: known(aLog(usages)), consumers, ...overrides })] });

const callsOf = (inventory: ReturnType<typeof inventoryOf>, app: InventoryApp): number | string | undefined => {
  const fact = usageOf(inventory, app);
  return fact.known ? fact.value.usage?.calls : fact.reason;
};

describe('usage of an app', () => {
  it('is joined by the id of a connected app, whatever the name in the log', () => {
    const inventory = inventoryOf([external, connected], [aUsage({ appName: 'Billing' })]);
    expect(usageOf(inventory, connected)).to.deep.include({ known: true });
    expect(callsOf(inventory, connected)).to.equal(100);
    expect(callsOf(inventory, external)).to.equal(undefined);
  });

  it('is joined by the id of a consumer, and adds up what the log has under several keys', () => {
    const usages = [
      aUsage({ key: '888000000000001', appId: '888000000000001', statuses: { '200': 100 } }),
      aUsage({
        key: '0xI000000000001',
        appId: '0xI000000000001',
        calls: 5,
        statuses: { '200': 1, '401': 4 },
        firstSeen: '2026-10-01T00:00:00.000Z',
        truncated: true,
      }),
    ];
    const fact = usageOf(inventoryOf([external, connected], usages), external);
    if (!fact.known) throw new Error(fact.reason);
    expect(fact.value.confidence).to.equal('high');
    expect(fact.value.usage).to.deep.include({
      calls: 105,
      statuses: { '200': 101, '401': 4 },
      firstSeen: '2026-10-01T00:00:00.000Z',
      truncated: true,
    });
    expect(fact.value.usage?.addresses).to.have.length(1);
    expect(fact.value.usage?.addresses[0]?.calls).to.equal(200);
  });

  it('is joined by name or label with less confidence, in any case of letters', () => {
    const byLabel = aUsage({ key: 'legacy APP', keyKind: 'name', appId: undefined, appName: 'legacy APP' });
    const fact = usageOf(inventoryOf([external, connected], [byLabel]), connected);
    expect(fact).to.deep.include({ known: true });
    expect(fact.known && fact.value.confidence).to.equal('medium');
    expect(fact.known && fact.value.usage?.calls).to.equal(100);
  });

  it('is not joined by a name that two apps have, nor against the id of another app', () => {
    const twin = { ...connected, label: 'Billing' };
    const named = aUsage({ key: 'Billing', keyKind: 'name', appId: undefined });
    expect(callsOf(inventoryOf([external, twin], [named]), external)).to.equal(undefined);
    const forged = aUsage({ key: '0H4000000000666', appId: '0H4000000000666' });
    expect(callsOf(inventoryOf([external], [forged]), external)).to.equal(undefined);
  });

  it('is not known where a consumer of the log cannot be told, except for connected apps', () => {
    const usages = [aUsage({ key: '888000000000009', appId: '888000000000009', appName: undefined })];
    const inventory = inventoryOf([external, connected], usages, { consumers: unknown('no permission') });
    expect(callsOf(inventory, external))
      .to.contain('a client by the id of a consumer only')
      .and.contain('no permission');
    expect(callsOf(inventory, connected)).to.equal(undefined);
  });

  it('is not known without the log, and for source', () => {
    const unread = anInventory({ apps: [connected], orgs: [evidence({ apiUsage: unknown('no log files') })] });
    expect(usageOf(unread, connected)).to.deep.equal({ known: false, reason: 'no log files' });
    expect(usageOf(anInventory({ apps: [connected] }), connected).known).to.equal(false);
    expect(usageOf(anInventory(), anApp()).known).to.equal(false);
  });

  it('counts the newest reading of an org', () => {
    const old = evidence({ readAt: '2026-11-01T00:00:00.000Z', apiUsage: known(aLog([aUsage({ calls: 1 })])) });
    const current = evidence({ apiUsage: known(aLog([aUsage({ calls: 2 })])) });
    const inventory = anInventory({ apps: [connected], orgs: [current, old] });
    expect(callsOf(inventory, connected)).to.equal(2);
    expect(usedApps(inventory)).to.have.length(1);
  });

  it('names apps that the inventory does not have, and leaves out what names no app', () => {
    const usages = [
      aUsage({ key: '0H4000000000666', appId: '0H4000000000666', appName: 'Stranger' }),
      aUsage({ key: 'sync@x', keyKind: 'client-and-user', appId: undefined, appName: undefined }),
      aUsage(),
    ];
    const used = usedApps(inventoryOf([connected], usages));
    expect(used.map(({ name, app }) => [name, app?.name])).to.deep.equal([
      ['Legacy', 'Legacy'],
      ['Stranger', undefined],
    ]);
  });

  it('does not fall for keys that name parts of an object', () => {
    const odd = aUsage({ statuses: JSON.parse('{"__proto__": 3}') as Record<string, number> });
    const fact = usageOf(inventoryOf([connected], [odd, odd]), connected);
    expect(fact.known && Object.entries(fact.value.usage?.statuses ?? {})).to.deep.equal([['__proto__', 6]]);
  });

  it('says of how many consumers the app could not be read', () => {
    const usages = ['1', '2'].map((end) =>
      aUsage({ key: `88800000000000${end}`, appId: `88800000000000${end}`, appName: undefined }),
    );
    const unread = { consumers: unknown('no right to see consumers') };
    expect(callsOf(inventoryOf([external], usages, unread), external)).to.contain(
      'names 2 clients by the id of a consumer',
    );
    expect(callsOf(inventoryOf([external], usages.slice(1), unread), external)).to.contain('names a client by the id');
  });

  it('names an app that the inventory does not have by name, else by id, else by key', () => {
    const none = { appId: undefined, appName: undefined };
    const usages = [
      aUsage({ appName: 'Gone' }),
      aUsage({ key: 'of an id', appId: '0H4000000000008', appName: undefined }),
      aUsage({ key: 'unnamed', keyKind: 'name', ...none }),
    ];
    expect(usedApps(inventoryOf([], usages)).map(({ name }) => name)).to.deep.equal([
      'Gone',
      '0H4000000000008',
      'unnamed',
    ]);
  });
});
