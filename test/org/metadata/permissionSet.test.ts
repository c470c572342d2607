import { expect } from 'chai';
import { findComponent } from './index.js';
import { createTestOrg, document, manifest, type TestOrg } from './testOrg.js';

const set = (...children: string[]): string => document('PermissionSet', ...children, '<label>Acme data</label>');
const user = (name: string, enabled = true): string =>
  `<userPermissions><enabled>${enabled}</enabled><name>${name}</name></userPermissions>`;
const field = (name: string, rights = '<editable>false</editable>'): string =>
  `<fieldPermissions>${rights}<field>${name}</field><readable>true</readable></fieldPermissions>`;

type Rights = Partial<
  Record<'allowCreate' | 'allowDelete' | 'allowEdit' | 'allowRead' | 'modifyAllRecords' | 'viewAllRecords', boolean>
>;

const object = (name: string, rights: Rights): string => {
  const all = {
    allowCreate: false,
    allowDelete: false,
    allowEdit: false,
    allowRead: false,
    modifyAllRecords: false,
    viewAllRecords: false,
    ...rights,
  };
  const flags = Object.entries(all).map(([element, value]) => `<${element}>${value}</${element}>`);
  return `<objectPermissions>${flags.join('')}<object>${name}</object></objectPermissions>`;
};

describe('permission sets of the loopback org', () => {
  let org: TestOrg;
  const refusal = (...children: string[]): Promise<string> =>
    org.refusal({ 'Acme_Data.permissionset': set(...children) });
  const deployed = async (xml: string, version = '67.0'): Promise<void> => {
    const types = '<types><members>Acme_Data</members><name>PermissionSet</name></types>';
    const result = await org.deploy({ 'Acme_Data.permissionset': xml, 'package.xml': manifest(types, version) });
    expect(result.details.componentFailures).to.deep.equal([]);
  };
  beforeEach(() => {
    org = createTestOrg();
  });

  it('need a label of at most 80 characters', async () => {
    const unlabelled = document('PermissionSet', '<description>no label</description>');
    expect(await org.refusal({ 'Acme_Data.permissionset': unlabelled })).to.equal('Required field is missing: label');
    const long = set().replace('Acme data', 'x'.repeat(81));
    expect(await org.refusal({ 'Acme_Data.permissionset': long })).to.contain(
      'label: data value too large (max length=80)',
    );
    expect(await refusal(`<description>${'x'.repeat(256)}</description>`)).to.contain('max length=255');
  });

  it('know user permissions by API name', async () => {
    expect(await refusal(user('ApiOnlyUser'))).to.equal('Unknown user permission: ApiOnlyUser');
    await deployed(
      set(user('ApiEnabled'), user('ApiUserOnly'), user('ExternalClientAppDeveloper'), user('ViewClientSecret')),
    );
  });

  it('know UseAnyApiClient only with API Access Control', async () => {
    expect(await refusal(user('UseAnyApiClient'))).to.equal('Unknown user permission: UseAnyApiClient');
    org = createTestOrg({}, { apiAccessControl: true });
    await deployed(set(user('UseAnyApiClient')));
  });

  it('disable what a deployed file does not list, since API 40', async () => {
    await deployed(set(user('ApiEnabled'), object('Account', { allowRead: true })));
    await deployed(set(user('RunReports')));
    const xml = await org.retrieve('PermissionSet', 'Acme_Data');
    expect(xml).to.contain('RunReports').and.not.contain('ApiEnabled').and.not.contain('Account');
    await deployed(set(user('ApiEnabled')), '39.0');
    expect(await org.retrieve('PermissionSet', 'Acme_Data'))
      .to.contain('RunReports')
      .and.contain('ApiEnabled');
  });

  it('come back with enabled permissions only', async () => {
    await deployed(set(user('ApiEnabled'), user('RunReports', false)));
    expect(await org.retrieve('PermissionSet', 'Acme_Data'))
      .to.contain('ApiEnabled')
      .and.not.contain('RunReports');
  });

  it('refuse unknown objects, fields and classes', async () => {
    expect(await refusal(object('Missing__c', { allowRead: true }))).to.equal(
      'In field: object - no CustomObject named Missing__c found',
    );
    expect(await refusal(field('Order.Missing__c'))).to.equal(
      'In field: field - no CustomField named Order.Missing__c found',
    );
    const apex = '<classAccesses><apexClass>Missing</apexClass><enabled>true</enabled></classAccesses>';
    expect(await refusal(apex)).to.equal('In field: apexClass - no ApexClass named Missing found');
    await deployed(
      set(apex.replace('Missing', 'OrderHandler'), field('Order.ExternalId__c'), object('Order', { allowRead: true })),
    );
  });

  it('find a class of the same package', async () => {
    const apex = '<classAccesses><apexClass>Fresh</apexClass><enabled>true</enabled></classAccesses>';
    const result = await org.deploy({
      'Fresh.cls': 'public class Fresh {}',
      'Fresh.cls-meta.xml': document('ApexClass', '<apiVersion>67.0</apiVersion>', '<status>Active</status>'),
      'Acme_Data.permissionset': set(apex),
    });
    expect(result.details.componentFailures).to.deep.equal([]);
  });

  it('refuse permissions on required fields', async () => {
    expect(await refusal(field('Account.Name'))).to.equal('You cannot deploy to a required field: Account.Name');
  });

  for (const [rights, text] of [
    [{ allowEdit: true }, 'Permission Edit Order depends on permission(s): Read Order'],
    [{ allowCreate: true }, 'Permission Create Order depends on permission(s): Read Order'],
    [{ allowRead: true, allowDelete: true }, 'Permission Delete Order depends on permission(s): Edit Order'],
    [{ viewAllRecords: true }, 'Permission View All Order depends on permission(s): Read Order'],
    [
      { allowRead: true, allowEdit: true, modifyAllRecords: true },
      'Permission Modify All Order depends on permission(s): Delete Order, View All Order',
    ],
  ] as const) {
    it(`say: ${text}`, async () => {
      expect(await refusal(object('Order', rights))).to.equal(text);
    });
  }

  it('do not let a field be edited that may not be read', async () => {
    const rights = field('Order.ExternalId__c', '<editable>true</editable>').replace(
      '<readable>true',
      '<readable>false',
    );
    expect(await refusal(rights)).to.equal(
      'Permission Edit Order.ExternalId__c depends on permission(s): Read Order.ExternalId__c',
    );
  });

  it('know licences by label and name', async () => {
    const licensed = (name: string): string =>
      set().replace('</PermissionSet>', `<license>${name}</license></PermissionSet>`);
    await deployed(licensed('Salesforce API Integration'));
    await deployed(licensed('SalesforceAPIIntegrationPsl'));
    expect(await org.refusal({ 'Acme_Data.permissionset': licensed('Salesforce Integrations') })).to.contain(
      'no PermissionSetLicense named',
    );
  });

  it('take elements in any order', async () => {
    await deployed(document('PermissionSet', '<label>Acme data</label>', '<description>after the label</description>'));
    expect(findComponent(org.store, 'PermissionSet', 'Acme_Data')?.fields.description).to.equal('after the label');
  });

  it('have no element for client apps', async () => {
    expect(await refusal('<connectedApps>Acme</connectedApps>')).to.equal(
      'Element {http://soap.sforce.com/2006/04/metadata}connectedApps invalid at this location in type PermissionSet',
    );
  });
});
