import { expect } from 'chai';
import { isForLogs } from '../../src/progress/openStages.js';
import { plainStages } from '../../src/progress/plainStages.js';

const open = () => {
  const lines: string[] = [];
  const time = { ms: 0 };
  const display = plainStages({
    title: 'Rotating the secret of Erp',
    org: 'uat',
    stages: ['Looking', 'Staging', 'Storing'],
    write: (line) => lines.push(line),
    now: () => time.ms,
  });
  return { lines, time, display };
};

describe('progress in a log', () => {
  it('has a line for each stage that begins, and one for each that is over', () => {
    const { lines, time, display } = open();
    display.stage('Looking');
    time.ms = 420;
    display.stage('Storing');
    time.ms = 2420;
    display.stop('completed');
    expect(lines).to.deep.equal([
      'Rotating the secret of Erp',
      'Org: uat',
      'Looking: started',
      'Looking: done (0.4 s)',
      'Storing: started',
      'Storing: done (2.0 s)',
    ]);
  });

  it('says which stage failed', () => {
    const { lines, display } = open();
    display.stage('Looking');
    display.stop('failed');
    expect(lines.at(-1)).to.equal('Looking: failed (0.0 s)');
  });

  it('says nothing of a stage that never began', () => {
    const { lines, display } = open();
    display.stop('failed');
    expect(lines).to.have.length(2);
  });

  it('does not repeat itself, and says what it waits for every few seconds at most', () => {
    const { lines, time, display } = open();
    display.stage('Looking');
    display.stage('Looking');
    for (const [ms, text] of [
      [0, 'InProgress'],
      [1000, 'Canceling'],
      [6000, 'InProgress'],
      [6001, 'Pending'],
      [12_000, 'Pending'],
    ] as const) {
      time.ms = ms;
      display.status(text);
    }
    expect(lines.slice(2)).to.deep.equal(['Looking: started', '  InProgress', '  Pending']);
  });

  it('holds nothing that would have to be drawn over', () => {
    const { lines, display } = open();
    display.stage('Looking');
    display.status('Waiting');
    display.stop('completed');
    expect(lines.join('\n')).to.match(/^[\x20-\x7e\n]+$/);
  });
});

describe('where progress is seen', () => {
  for (const [isTerminal, ci, expected] of [
    [true, undefined, false],
    [true, '', false],
    [true, 'false', false],
    [true, '0', false],
    [true, 'true', true],
    [true, 'woodpecker', true],
    [false, undefined, true],
    [false, 'false', true],
  ] as const)
    it(`${isTerminal ? 'a terminal' : 'a pipe'}, CI=${ci}: ${expected ? 'plain lines' : 'drawn'}`, () => {
      expect(isForLogs({ isTerminal, ci })).to.equal(expected);
    });
});
