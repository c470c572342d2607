import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Brought } from './loadGraph.js';

const root = resolve(import.meta.dirname, '../..');

const progress = '@oclif/multi-stage-output';

/**
 * What each command may load before its first line runs, because every run of it needs that. What is not named here,
 * such as the deploy library, the XML parser, OAuth and certificates, loads when a run comes to it.
 */
const mayLoad: Record<string, readonly string[]> = {
  'clientapp audit collect': [],
  'clientapp audit rules': ['ipaddr.js'],
  'clientapp audit run': ['ipaddr.js'],
  'clientapp create user': ['ipaddr.js', 'yaml', 'zod'],
  'clientapp credential copy': ['zod'],
  'clientapp credential display': [],
  'clientapp credential set': [],
  'clientapp deploy': [progress, 'ipaddr.js', 'yaml', 'zod'],
  'clientapp display': ['ipaddr.js'],
  'clientapp generate app': ['ipaddr.js', 'yaml', 'zod'],
  'clientapp generate certificate': ['ipaddr.js', 'yaml', 'zod'],
  'clientapp generate client': ['ipaddr.js', 'yaml', 'zod'],
  'clientapp generate runbook': ['ipaddr.js', 'yaml', 'zod'],
  'clientapp import': [],
  'clientapp list': [],
  'clientapp review': ['ipaddr.js', 'yaml', 'zod'],
  'clientapp revoke': [progress],
  'clientapp rotate cancel': ['ipaddr.js', 'yaml', 'zod'],
  'clientapp rotate report': ['zod'],
  'clientapp rotate resume': [progress, 'ipaddr.js', 'yaml', 'zod'],
  'clientapp rotate start': [progress, 'ipaddr.js', 'yaml', 'zod'],
  'clientapp verify': ['ipaddr.js', 'yaml', 'zod'],
};

const dependencies = Object.keys(
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> })
    .dependencies,
);

/** Not dependencies of ours by name, and as heavy. */
const heavy = [...dependencies, 'fast-xml-parser', 'xml2js', 'js-yaml', 'oauth4webapi', 'jsonwebtoken', 'undici'];

describe('what commands load before they run', () => {
  let commands: Record<string, Brought>;

  before(async () => {
    const script = join(import.meta.dirname, 'loadGraph.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--import=tsx', script], { maxBuffer: 10_000_000 });
    commands = JSON.parse(stdout) as typeof commands;
  });

  it('every command says what it may load', () => {
    expect(Object.keys(commands)).to.have.members(Object.keys(mayLoad));
  });

  for (const [id, allowed] of Object.entries(mayLoad)) {
    it(`${id}: ${allowed.join(', ') || 'nothing but what every command has'}`, () => {
      const { packages, files } = commands[id] ?? { packages: [], files: 0 };
      expect(files, 'files of ours').to.be.greaterThan(1);
      expect(packages.filter((name) => heavy.includes(name))).to.deep.equal([...allowed].toSorted());
    });
  }

  it('the lightest commands bring few files of ours', () => {
    for (const id of ['clientapp credential display', 'clientapp list', 'clientapp import'])
      expect(commands[id]?.files, id).to.be.below(30);
  });
});
