import { expect } from 'chai';
import type { InventoryUser } from '../../../../src/inventory/evidence.js';
import { usersBehindApps, type UseOfApps } from '../../../../src/inventory/org/evidence/usersBehindApps.js';
import { unknownApp } from '../../../../src/inventory/org/unknownApp.js';
import { known, unknown, type InventoryApp, type InventoryToken } from '../../../../src/inventory/types.js';

const idOf = (number: number): string => `00500000000000${number}`;

const user = (number: number, more: Partial<InventoryUser> = {}): InventoryUser => ({
  id: `${idOf(number)}AAA`,
  username: `user${number}@x.example`,
  isActive: true,
  isFrozen: known(false),
  apiOnly: known(false),
  ...more,
});

const appOf = (runAsUser: string): InventoryApp => {
  const app = unknownApp(
    { name: 'App', label: 'App', origin: { kind: 'org', org: 'dev', id: '' }, registration: 'connected-app' },
    'not told',
  );
  return { ...app, clientCredentials: { ...app.clientCredentials, runAsUser: known(runAsUser) } };
};

const token = (appName: string, number: number): InventoryToken => ({
  id: '',
  org: 'dev',
  appName,
  userId: `${idOf(number)}AAA`,
});

const behind = (uses: Partial<UseOfApps>): string[] => [
  ...usersBehindApps({ users: [user(1), user(2)], apps: [], tokens: known([]), calls: [], ...uses }),
];

describe('users behind apps', () => {
  it('are run-as users, by username in any case and by id of either length', () => {
    for (const name of ['USER1@x.example', idOf(1), `${idOf(1)}AAA`])
      expect(behind({ apps: [appOf(name)] }), name).to.deep.equal([idOf(1)]);
  });

  it('are those with an integration licence or with API access only', () => {
    const users = [user(1, { license: 'Salesforce Integration' }), user(2, { apiOnly: known(true) }), user(3)];
    expect(behind({ users })).to.deep.equal([idOf(1), idOf(2)]);
  });

  it('are the only users of an app, by tokens or by calls', () => {
    expect(behind({ tokens: known([token('One', 1), token('One', 1)]) })).to.deep.equal([idOf(1)]);
    expect(behind({ tokens: known([token('Both', 1), token('Both', 2)]) })).to.deep.equal([]);
    // Three users: the third must not make the app look like one with a single user again.
    expect(behind({ tokens: known([token('Three', 1), token('Three', 2), token('Three', 1)]) })).to.deep.equal([]);
    expect(behind({ calls: [['App', idOf(2)]] })).to.deep.equal([idOf(2)]);
  });

  it('are active', () => {
    expect(behind({ users: [user(1, { isActive: false })], apps: [appOf(idOf(1))] })).to.deep.equal([]);
  });

  it('can be told without tokens', () => {
    expect(behind({ apps: [appOf(idOf(2))], tokens: unknown('hidden') })).to.deep.equal([idOf(2)]);
  });
});
