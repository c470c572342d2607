import { expect } from 'chai';
import { applyFixes } from '../../src/audit/applyFixes.js';
import { aFinding } from './support.js';

describe('fixes of files', () => {
  it('fail for a file that was not read, and change nothing', () => {
    const finding = aFinding();
    const fix = { safe: true, description: 'Remove it.', file: 'gone.xml', changes: [] };
    const { files, applied, failed } = applyFixes(new Map(), [{ finding, fix }]);
    expect([files.size, applied]).to.deep.equal([0, []]);
    expect(failed).to.deep.equal([{ finding, reason: 'the file was not read' }]);
  });
});
