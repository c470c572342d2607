import { expect } from 'chai';
import { joinConnectedApps, type ConnectedAppSources } from '../../../src/inventory/org/connectedApps.js';
import { unknownApp } from '../../../src/inventory/org/unknownApp.js';
import { known, type InventoryApp } from '../../../src/inventory/types.js';

const org = 'dev';
const id = (last: string): string => `0H4000000000${last}AAA`;
const file = (name: string, label: string): InventoryApp => ({
  ...unknownApp({ name, label, origin: { kind: 'org', org, id: '' }, registration: 'connected-app' }, 'not told'),
  scopes: known([{ value: 'api' }]),
});

const join = (sources: Partial<ConnectedAppSources>) =>
  joinConnectedApps({
    fromMetadata: [],
    rows: [],
    menuItems: [],
    org,
    absence: 'no metadata',
    retrieved: true,
    ...sources,
  });

const idsOf = (apps: InventoryApp[]): Array<[string, string | false]> =>
  apps.map(({ name, origin }) => [name, origin.kind === 'org' && origin.id]);

describe('joining connected apps', () => {
  it('goes by the menu item, whose id has 15 characters as well as 18', () => {
    const { apps } = join({
      fromMetadata: [file('B', 'Same'), file('A', 'Same')],
      rows: [
        { Id: id('A01'), Name: 'Same' },
        { Id: id('B01'), Name: 'Same' },
      ],
      menuItems: [
        { ApplicationId: id('A01').slice(0, 15), Name: 'A' },
        { ApplicationId: id('B01'), Name: 'B' },
      ],
    });
    expect(idsOf(apps)).to.deep.equal([
      ['A', id('A01')],
      ['B', id('B01')],
    ]);
  });

  it('goes by the label where there is no menu item', () => {
    expect(
      idsOf(join({ fromMetadata: [file('A', 'Label')], rows: [{ Id: id('A01'), Name: 'Label' }] }).apps),
    ).to.deep.equal([['A', id('A01')]]);
  });

  it('keeps what a label cannot tell apart, without an id, and counts the records', () => {
    const { apps, ambiguous } = join({
      fromMetadata: [file('A', 'Same')],
      rows: [
        { Id: id('A01'), Name: 'Same', OptionsAllowAdminApprovedUsersOnly: true },
        { Id: id('B01'), Name: 'Same', OptionsAllowAdminApprovedUsersOnly: false },
      ],
    });
    expect(ambiguous).to.deep.equal(['Same']);
    expect(idsOf(apps)).to.have.deep.members([
      ['A', ''],
      ['Same', ''],
    ]);
    // Which of the two records it is nobody knows, so neither counts.
    expect(apps.map(({ permittedUsers }) => permittedUsers.known)).to.deep.equal([false, false]);
  });

  it('takes an app without metadata for one from a package, and knows no more than its record', () => {
    const [app] = join({
      rows: [{ Id: id('A01'), Name: 'Vendor tool', OptionsAllowAdminApprovedUsersOnly: false }],
    }).apps;
    expect(app).to.include({ name: 'Vendor tool', nameIsLabel: true, managed: true, firstParty: false });
    expect(app?.permittedUsers).to.deep.equal(known('self-authorize'));
    expect(app?.scopes).to.deep.equal({ known: false, reason: 'no metadata' });
    expect(app?.usesOauth.known).to.equal(false);
  });

  it('knows a package by its namespace, and takes nothing for one when nothing was retrieved', () => {
    const rows = [{ Id: id('A01'), Name: 'Tool' }];
    const menuItems = [{ ApplicationId: id('A01'), Name: 'Tool', NamespacePrefix: 'acme' }];
    expect(join({ rows, menuItems, retrieved: false }).apps[0]).to.include({
      name: 'acme__Tool',
      namespace: 'acme',
      managed: true,
    });
    expect(join({ rows, retrieved: false }).apps[0]).to.include({ name: 'Tool', managed: false });
  });

  it('never takes a packaged app for a file of the same label', () => {
    const { apps, ambiguous } = join({
      fromMetadata: [file('Tool', 'Tool')],
      rows: [{ Id: id('A01'), Name: 'Tool' }],
      menuItems: [{ ApplicationId: id('A01'), Name: 'Tool', NamespacePrefix: 'acme' }],
    });
    expect(ambiguous).to.deep.equal([]);
    expect(idsOf(apps)).to.deep.equal([
      ['acme__Tool', id('A01')],
      ['Tool', ''],
    ]);
  });

  it("recognises Salesforce's own by name", () => {
    expect(join({ rows: [{ Id: id('A01'), Name: 'Data Loader' }] }).apps[0]?.firstParty).to.equal(true);
  });

  it('never takes an absent validity for a token that never expires, nor a number for days', () => {
    const rows = [
      { Id: id('A01'), Name: 'A', RefreshTokenValidityPeriod: null },
      { Id: id('B01'), Name: 'B', RefreshTokenValidityPeriod: 90 },
    ];
    expect(join({ rows }).apps.map(({ refreshToken }) => refreshToken.known)).to.deep.equal([false, false]);
  });
});
