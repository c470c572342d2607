import { expect } from 'chai';
import { performancePage, type Measured } from '../../scripts/bench/performancePage.js';
import { median, type Measurement } from '../../scripts/bench/statistics.js';

const machine = { cores: 2, memoryGb: 8, platform: 'linux', node: '22.23.3', day: '2026-11-23', load: 0.4 };

const row: Measurement = {
  what: 'start / nothing',
  ours: '2 s',
  baseline: '1 s',
  ratio: '2.00',
  bound: '1.50',
  holds: false,
};

const part: Measured = { name: 'start', title: 'Start', about: 'How it starts.', measurements: [row] };

describe('the page of figures', () => {
  const page = performancePage([part, { ...part, title: 'Audit', measurements: [{ ...row, holds: true }] }], machine);

  it('says on which machine, and nothing of its name and folders', () => {
    expect(page).to.contain('Measured on 2026-11-23: linux, 2 cores, 8 GB of memory, Node 22.23.3.');
    expect(page).to.not.contain(process.cwd());
  });

  it('says when other programs were running', () => {
    expect(page).to.not.contain('busy');
    expect(performancePage([part], { ...machine, load: 7.31 })).to.contain(
      'Other programs kept the machine busy (load 7.3)',
    );
  });

  it('has a table for each part, which says what does not hold', () => {
    expect(page.match(/^## .*$/gm)).to.deep.equal(['## Start', '## Audit']);
    expect(page).to.contain('How it starts.\n\n| measured | ours |');
    expect(page).to.contain('| start / nothing | 2 s | 1 s | 2.00 | 1.50 | NO |');
    expect(page).to.contain('| start / nothing | 2 s | 1 s | 2.00 | 1.50 | yes |');
    const unbounded = performancePage([{ ...part, measurements: [{ ...row, bound: '', holds: true }] }], machine);
    expect(unbounded).to.contain('| start / nothing | 2 s | 1 s | 2.00 |  |  |');
  });
});

describe('the middle of some figures', () => {
  it('is the one in the middle, or between the two', () => {
    expect(median([30, 1, 2])).to.equal(2);
    expect(median([4, 1, 2, 30])).to.equal(3);
    expect(median([])).to.be.NaN;
  });
});
