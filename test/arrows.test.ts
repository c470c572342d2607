import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect } from 'chai';

const source = resolve(import.meta.dirname, '../src');

type Import = { from: string; specifier: string; typeOnly: boolean };

const importsOf = async (): Promise<Import[]> => {
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  const found: Import[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8');
    for (const match of text.matchAll(
      /(?:^|[\n;])\s*(?:import|export)\s+(type\s+)?[^'";]*?from\s+'([^']+)'|import\('([^']+)'\)/g,
    )) {
      found.push({
        from: relative(source, file).split(sep).join('/'),
        specifier: match[2] ?? match[3] ?? '',
        typeOnly: match[1] !== undefined,
      });
    }
  }
  return found;
};

/** The folder below src that an import leads to; undefined for a package. */
const folderOf = ({ from, specifier }: Import): string | undefined =>
  specifier.startsWith('.') ? relative(source, resolve(source, dirname(from), specifier)).split(sep)[0] : undefined;

const folder = (from: string): string => from.split('/')[0] ?? '';

describe('arrows between folders', () => {
  let imports: Import[];

  before(async () => {
    imports = await importsOf();
    expect(imports.length).to.be.greaterThan(100);
  });

  const offenders = (wrong: (one: Import) => boolean): string[] =>
    imports.filter(wrong).map(({ from, specifier }) => `${from} -> ${specifier}`);

  it('nothing imports a command', () => {
    expect(offenders((one) => folderOf(one) === 'commands')).to.deep.equal([]);
  });

  it('app imports no sibling', () => {
    expect(offenders((one) => folder(one.from) === 'app' && !['app', undefined].includes(folderOf(one)))).to.deep.equal(
      [],
    );
  });

  it('data that ages imports nothing', () => {
    expect(offenders((one) => folder(one.from) === 'data')).to.deep.equal([]);
  });

  it('the lower tier knows nothing of the upper', () => {
    const lower = new Set(['metadata', 'org', 'oauth', 'certificate', 'secrets']);
    // A document is read by one code wherever it comes from; what it is stands in registration.
    const allowed = new Set([...lower, 'app', 'data', 'registration']);
    expect(
      offenders(
        (one) => lower.has(folder(one.from)) && folderOf(one) !== undefined && !allowed.has(folderOf(one) ?? ''),
      ),
    ).to.deep.equal([]);
  });

  it('only org imports Connection', () => {
    const importsConnection = async (): Promise<string[]> => {
      const files = [
        ...new Set(imports.filter(({ specifier }) => specifier.startsWith('@salesforce/core')).map(({ from }) => from)),
      ];
      const texts = await Promise.all(
        files.map(async (file) => [file, await readFile(join(source, file), 'utf8')] as const),
      );
      return texts
        .filter(
          ([file, text]) =>
            folder(file) !== 'org' && /import[^;]*\bConnection\b[^;]*from '@salesforce\/core/.test(text),
        )
        .map(([file]) => file);
    };
    return importsConnection().then((files) => expect(files).to.deep.equal([]));
  });

  it('only metadata imports SDR', () => {
    const sdr = '@salesforce/source-deploy-retrieve';
    expect(offenders((one) => one.specifier.startsWith(sdr) && folder(one.from) !== 'metadata')).to.deep.equal([]);
  });

  it('audit and report run with no org, no SDR and no oclif', () => {
    const forbidden = /^(@salesforce\/(core$|core\/org|source-deploy|sf-plugins)|@oclif)/;
    expect(
      offenders(
        (one) =>
          ['audit', 'report'].includes(folder(one.from)) &&
          (forbidden.test(one.specifier) || ['org', 'metadata'].includes(folderOf(one) ?? '')),
      ),
    ).to.deep.equal([]);
  });

  it('oauth knows nothing of sf', () => {
    expect(
      offenders(
        (one) =>
          folder(one.from) === 'oauth' &&
          /^@(salesforce|oclif)/.test(one.specifier) &&
          one.specifier !== '@salesforce/core/sfError',
      ),
    ).to.deep.equal([]);
  });
});
