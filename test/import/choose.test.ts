import { expect } from 'chai';
import type { InventoryApp } from '../../src/inventory/types.js';
import { known } from '../../src/inventory/types.js';
import { choose } from '../../src/import/choose.js';
import { anApp } from '../audit/rules/anInventory.js';

const app = (name: string, more: Partial<InventoryApp> = {}): InventoryApp => anApp({ name, label: name, ...more });
const connected = { registration: 'connected-app' } as const;

/** Name and reason of each choice. */
const chosen = (apps: InventoryApp[], names?: string[]): Array<[string, string]> =>
  choose(apps, names).choices.map(({ app: { registration, name }, skipped = 'imported' }) => [
    `${registration} ${name}`,
    skipped,
  ]);

describe('which apps are imported', () => {
  it('all, but those that others keep: they have to be named', () => {
    const apps = [
      app('Mine', connected),
      app('Vendor', { managed: true }),
      app('Workbench', { firstParty: true }),
      app('SoapUi', { ...connected, label: 'Data Loader' }),
    ];
    expect(chosen(apps)).to.deep.equal([
      [
        'external-client-app Vendor',
        'it comes from a package, whose vendor keeps it; name it with --name to import it nevertheless',
      ],
      [
        'external-client-app Workbench',
        'it is one of Salesforce, which keeps it; name it with --name to import it nevertheless',
      ],
      ['connected-app Mine', 'imported'],
      [
        'connected-app SoapUi',
        'it is one of Salesforce, which keeps it; name it with --name to import it nevertheless',
      ],
    ]);
    expect(chosen(apps, ['Vendor', 'workbench', 'Data Loader']).map(([, reason]) => reason)).to.deep.equal([
      'imported',
      'imported',
      'imported',
    ]);
  });

  it('takes an External Client App of Acme that is called as one of Salesforce', () => {
    expect(chosen([app('Workbench')])).to.deep.equal([['external-client-app Workbench', 'imported']]);
  });

  it('none that a manifest cannot describe, named or not', () => {
    const apps = [
      app('Label only', { ...connected, nameIsLabel: true }),
      app('Saml', { usesOauth: known(false) }),
      app('acme__Packaged', { managed: true }),
    ];
    const reasons = [/only its label/, /does not use OAuth/, /no manifest can have its name/];
    const named = chosen(
      apps,
      apps.map(({ name }) => name),
    );
    reasons.forEach((reason, index) => expect(named[index]?.[1]).to.match(reason));
    expect(chosen(apps).map(([, reason]) => reason))
      .to.have.lengthOf(3)
      .and.not.to.include('imported');
    // No use to name it.
    expect(chosen([app('acme__Packaged', { managed: true })])[0]?.[1]).to.equal(
      'it comes from a package, whose vendor keeps it',
    );
  });

  it('one of those whose manifests would have the same file', () => {
    expect(chosen([app('Billing', connected), app('BILLING'), app('Other')])).to.deep.equal([
      ['external-client-app BILLING', 'imported'],
      ['external-client-app Other', 'imported'],
      ['connected-app Billing', 'another external-client-app has the same name, and it comes first'],
    ]);
  });

  it('an API name before a label, and the other that has the name is named', () => {
    const apps = [app('A', { ...connected, label: 'Billing' }), app('Billing', connected), app('Billing')];
    expect(chosen(apps, ['Billing'])).to.deep.equal([
      ['external-client-app Billing', 'imported'],
      ['connected-app Billing', 'it has the name too, and another app comes first'],
    ]);
  });

  it('says which names nobody has', () => {
    expect(choose([app('Billing')], ['Billing', 'Nobody', 'Noone']).notFound).to.deep.equal(['Nobody', 'Noone']);
  });
});
