import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeReport } from '../../src/report/writeReport.js';

describe('writing a report', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'report-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('makes the folder and replaces what was there', async () => {
    const file = join(folder, 'a/b/report.json');
    await writeReport(file, 'one');
    await writeReport(file, 'two');
    expect(await readFile(file, 'utf8')).to.equal('two');
    expect(await readdir(join(folder, 'a/b'))).to.deep.equal(['report.json']);
  });

  it('leaves nothing behind when it fails', async () => {
    const file = join(folder, 'report.json');
    await mkdir(file);
    await writeFile(join(file, 'kept'), '');
    const failure = await writeReport(file, 'one').catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(await readdir(folder)).to.deep.equal(['report.json']);
    expect(await readdir(file)).to.deep.equal(['kept']);
  });
});
