import { expect } from 'chai';
import { auditCoverage } from '../../src/audit/coverage.js';
import { anInventory } from './rules/anInventory.js';

describe('what an audit could read', () => {
  it('has each file that was passed over, with its line where one is known', () => {
    const skipped = [
      { file: 'a.xml', reason: 'it is too large' },
      { file: 'b.xml', reason: 'a tag is not closed', line: 7 },
    ];
    expect(auditCoverage(anInventory({ skipped }), new Set())).to.deep.equal([
      { source: 'source:a.xml', status: 'unavailable', reason: 'it is too large' },
      { source: 'source:b.xml', status: 'unavailable', reason: 'line 7: a tag is not closed' },
    ]);
  });
});
