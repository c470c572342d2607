import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { defaultConfig } from '../../src/audit/auditConfig.js';
import type { ConfigReading } from '../../src/audit/config.js';
import { loadConfig } from '../../src/audit/loadConfig.js';

describe('the config file of an audit', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'clientapp-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const load = (path: string, optional: boolean) =>
    loadConfig(path, { name: 'clientapps-audit.yaml', optional, ruleIds: new Set(['full-scope']) });

  const problemsOf = (reading: ConfigReading) => ('problems' in reading ? (reading.problems ?? []) : []);

  it('may be missing where nobody named it, and has to be there where somebody did', async () => {
    const path = join(folder, 'clientapps-audit.yaml');
    expect(await load(path, true)).to.deep.equal({ config: defaultConfig });
    expect(await load(path, false)).to.deep.equal({
      problems: [{ message: 'The file cannot be read (ENOENT).', line: 1, column: 1 }],
    });
  });

  it('is not taken for missing when it cannot be read', async () => {
    expect(await load(folder, true)).to.deep.equal({
      problems: [{ message: 'The file cannot be read (EISDIR).', line: 1, column: 1 }],
    });
    // A path that no system call is made with.
    const [problem] = problemsOf(await load(`${folder}\0`, true));
    expect(problem?.message).to.equal('The file cannot be read (ERR_INVALID_ARG_VALUE).');
  });

  it('tells the place of what is no YAML and of aliases without end', async () => {
    const path = join(folder, 'clientapps-audit.yaml');
    writeFileSync(path, 'version: 1\nrules: {full-scope: [\n');
    const [broken] = problemsOf(await load(path, true));
    expect(broken?.line).to.be.greaterThan(1);
    expect(broken?.message).not.to.match(/at line/);
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [one, other] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg'].map((pair) => [...pair]))
      bomb.push(`${other}: &${other} [${Array.from({ length: 9 }, () => `*${one}`).join(',')}]`);
    writeFileSync(path, bomb.join('\n'));
    expect(problemsOf(await load(path, true))).to.have.length.greaterThan(0);
  });
});
