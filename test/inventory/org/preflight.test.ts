import { expect } from 'chai';
import { preflightOf } from '../../../src/inventory/org/preflight.js';
import { auditRights, type CallerRights } from '../../../src/org/callerRights.js';

const rightsWithout = (...names: string[]): CallerRights =>
  Object.fromEntries(auditRights.map((name) => [name, !names.includes(name)]));

const heldIn = (rights: CallerRights, permission: string, allColumns = true) =>
  preflightOf(rights, { allColumns }).find((item) => item.permission === permission)?.held;

describe('what the signed-in user may see', () => {
  it('is everything for one who has every permission, each with a label and what it would hide', () => {
    const items = preflightOf(rightsWithout(), { allColumns: true });
    expect(items.length).to.be.above(10);
    for (const { permission, label, held, hides } of items) {
      expect(held, permission).to.deep.equal({ known: true, value: true });
      expect(label, permission).to.match(/^[A-Z]/);
      expect(hides, permission).to.match(/^\S.*[^.]$/);
    }
  });

  it('counts a permission that brings another with it', () => {
    expect(heldIn(rightsWithout('MonitorLoginHistory'), 'MonitorLoginHistory')).to.include({ value: true });
    expect(heldIn(rightsWithout('MonitorLoginHistory', 'ManageUsers'), 'MonitorLoginHistory')).to.include({
      value: false,
    });
    expect(heldIn(rightsWithout('ModifyMetadata'), 'ModifyMetadata')).to.include({ value: true });
    expect(heldIn(rightsWithout('ViewEventLogFiles', 'ViewAllData'), 'ViewEventLogFiles')).to.include({ value: false });
  });

  it('leaves out a permission that the org does not have', () => {
    const { ViewSetupAuditTrail: _, ...rights } = rightsWithout();
    expect(heldIn(rights, 'ViewSetupAuditTrail')).to.equal(undefined);
  });

  it('is not known where an old API version may hide the permission, or the org tells nothing', () => {
    const { ViewSetupAuditTrail: _, ...rights } = rightsWithout();
    expect(heldIn(rights, 'ViewSetupAuditTrail', false)).to.deep.equal({
      known: false,
      reason: 'the org does not tell whether the user has ViewSetupAuditTrail',
    });
    const untold = preflightOf({}, { allColumns: true });
    expect(untold.length).to.be.above(10);
    for (const { permission, held } of untold) expect(held.known, permission).to.equal(false);
  });
});
