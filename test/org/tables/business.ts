import {
  audit,
  bool,
  date,
  datetime,
  double,
  email,
  id,
  int,
  pick,
  ref,
  text,
  textarea,
  writable,
  type Column,
} from './columns.js';
import { timestamp, table, type Table } from './table.js';

const required = { ...writable, required: true, nillable: false };

/** A standard object with records of its own, open by object and field permissions. */
const business = (name: string, prefix: string, labelPlural: string, columns: Column[]): Table =>
  table({
    name,
    prefix,
    labelPlural,
    business: true,
    columns: [id(), ...columns, ref('OwnerId', 'User', writable), bool('IsDeleted'), ...audit()],
    create: (org, viewer, change) => {
      const now = timestamp(org.clock.now());
      const row = {
        OwnerId: viewer.userId,
        IsDeleted: false,
        ...change,
        Id: org.newId(prefix),
        CreatedDate: now,
        CreatedById: viewer.userId,
        LastModifiedDate: now,
        LastModifiedById: viewer.userId,
        SystemModstamp: now,
      };
      org.records(name).push(row);
      return row.Id;
    },
    update: (org, viewer, row, change) =>
      void Object.assign(row, change, {
        LastModifiedDate: timestamp(org.clock.now()),
        LastModifiedById: viewer.userId,
      }),
    remove: (org, _viewer, row) => void org.records(name).splice(org.records(name).indexOf(row), 1),
  });

export const businessObjects: Table[] = [
  business('Account', '001', 'Accounts', [
    text('Name', 255, required),
    text('AccountNumber', 40, writable),
    pick('Type', ['Prospect', 'Customer'], writable),
    pick('Industry', [], writable),
    text('Phone', 40, writable),
    text('BillingCity', 40, writable),
    text('BillingCountry', 80, writable),
    double('AnnualRevenue', writable),
    ref('ParentId', 'Account', writable),
    textarea('Description', writable),
  ]),
  business('Contact', '003', 'Contacts', [
    text('LastName', 80, required),
    text('FirstName', 40, writable),
    email('Email', writable),
    text('Phone', 40, writable),
    ref('AccountId', 'Account', writable),
  ]),
  business('Order', '801', 'Orders', [
    text('OrderNumber', 30),
    ref('AccountId', 'Account', writable),
    date('EffectiveDate', required),
    pick('Status', ['Draft', 'Activated'], required),
    double('TotalAmount'),
    text('ExternalId__c', 80, writable),
  ]),
  business('Case', '500', 'Cases', [
    text('CaseNumber', 30),
    text('Subject', 255, writable),
    pick('Status', ['New', 'Working', 'Closed'], writable),
    pick('Origin', ['Phone', 'Email', 'Web'], writable),
    ref('ContactId', 'Contact', writable),
    ref('AccountId', 'Account', writable),
    textarea('Description', writable),
  ]),
  business('Opportunity', '006', 'Opportunities', [
    text('Name', 120, required),
    ref('AccountId', 'Account', writable),
    pick('StageName', ['Prospecting', 'Closed Won', 'Closed Lost'], required),
    date('CloseDate', required),
    double('Amount', writable),
  ]),
  business('Lead', '00Q', 'Leads', [
    text('LastName', 80, required),
    text('Company', 255, required),
    email('Email', writable),
    pick('Status', ['Open', 'Closed'], required),
  ]),
  business('Task', '00T', 'Tasks', [
    text('Subject', 255, writable),
    pick('Status', [], required),
    date('ActivityDate', writable),
  ]),
  business('Product2', '01t', 'Products', [
    text('Name', 255, required),
    text('ProductCode', 255, writable),
    bool('IsActive', writable),
  ]),
  business('OrderItem', '802', 'Order Products', [
    ref('OrderId', 'Order', required),
    ref('Product2Id', 'Product2', writable),
    double('Quantity', required),
    double('UnitPrice', required),
  ]),
  business('Asset', '02i', 'Assets', [text('Name', 255, required), ref('AccountId', 'Account', writable)]),
  business('Contract', '800', 'Contracts', [
    text('ContractNumber', 30),
    ref('AccountId', 'Account', required),
    pick('Status', ['Draft', 'Activated'], writable),
    int('ContractTerm', writable),
    datetime('ActivatedDate', writable),
  ]),
];
