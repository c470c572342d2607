import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import { registrationDifferences } from '../../src/audit/registrationDifferences.js';
import { readManifest } from '../../src/manifest/read.js';
import { inventoryFromSource } from '../../src/inventory/fromSource.js';
import { differences } from '../../src/registration/differences.js';
import { stripOrgBound } from '../../src/registration/orgBound.js';
import { inventoryAppFromDocuments } from '../../src/registration/read/inventoryApps.js';
import { readDocument, validRoot } from '../../src/registration/readDocument.js';
import { renderClientApp } from '../../src/registration/render.js';
import { corpusDirectory, corpusFiles, needCorpus } from '../registration/corpus.js';
import { createProject, importProject } from './generated.js';

/** Files of the corpus that belong to one app; their names begin with the repository that they come from. */
const withoutRepository = (file: string): string =>
  /^(connectedApp|eca|history)\//.test(file) ? basename(file).replace(/^.*__/, '') : basename(file);

const headers = corpusFiles().filter((file) => /\.(connectedApp|eca)-meta\.xml$/.test(file));

/** The app's files: a connected app's own, or all those of External Client Apps that lie beside it or in the same project. */
const filesOf = (header: string): string[] => {
  if (header.endsWith('.connectedApp-meta.xml')) return [header];
  const repository = /^(eca\/.*__)/.exec(header)?.[1] ?? /^(projects\/[^/]+\/)/.exec(header)?.[1] ?? header;
  return corpusFiles().filter((file) => file.startsWith(repository) && /\.eca\w*-meta\.xml$/.test(file));
};

const copy = (root: string, file: string): void => {
  const place = join(root, 'force-app', dirname(file), withoutRepository(file));
  mkdirSync(dirname(place), { recursive: true });
  copyFileSync(join(corpusDirectory, file), place);
};

const labels = (type: string): boolean => type !== 'ConnectedApp' && type !== 'ExternalClientApplication';

/** Every element that the source sets and the manifest, rendered again, does not give back. */
const lostElements = async (root: string, name: string, manifest: string): Promise<string[]> => {
  const { app } = readManifest(readFileSync(join(root, manifest), 'utf8'), manifest);
  if (!app) throw new Error(`${manifest} is not valid`);
  const { certificateFile } = app.credentials;
  const certificate = certificateFile === undefined ? undefined : readFileSync(join(root, certificateFile), 'utf8');
  const rendered = renderClientApp(app, { certificate }).map(({ path, contents }) => readDocument(path, contents));
  const { apps } = await inventoryFromSource({ root, paths: [join(root, 'force-app')] });
  const source = apps.find((one) => one.name === name && one.registration === app.registration);
  const again = inventoryAppFromDocuments(rendered, { kind: 'source', file: '' }).apps[0];
  if (!source || !again) throw new Error(`${name} is gone`);
  const byElement = source.documents.flatMap(({ file, type }) => {
    const element = validRoot(readDocument(file, readFileSync(join(root, file))));
    const counterpart = rendered.find((one) => one.type === type)?.root;
    if (!element || !counterpart) return [file];
    return differences(stripOrgBound(element, type).root, counterpart, type)
      .map((one) => one.element)
      .filter((one) => !(one === 'label' && labels(type)));
  });
  return [...byElement, ...registrationDifferences(source, again).map(({ element }) => element)];
};

const isNamed = (warnings: readonly string[], element: string): boolean =>
  warnings.some((warning) =>
    [element, element.split('.')[0], element.split('.').at(-1)].some(
      (name) => name !== undefined && new RegExp(`(^|[ ,.])${name.replace(/[.[\]()]/g, '\\$&')}[:,]`).test(warning),
    ),
  );

const kindOf = (reason: string): string =>
  ['cannot be read', 'does not use OAuth', 'no manifest can have its name'].find((kind) => reason.includes(kind)) ??
  reason;

describe('import of real apps', function () {
  this.timeout(120_000);

  before(function () {
    needCorpus(this);
  });

  it('says everything that a manifest does not keep', async function () {
    const seen = { imported: 0, withCertificate: 0, lost: 0 };
    const skipped: Record<string, number> = {};
    const silent: string[] = [];
    for (const header of headers) {
      const { root, dispose } = createProject();
      try {
        for (const file of filesOf(header)) copy(root, file);
        const name = withoutRepository(header).replace(/\.\w+-meta\.xml$/, '');
        const [imported] = await importProject(root, { names: [decodeURIComponent(name)] });
        if (!imported) throw new Error(`${header} is not in the result`);
        if (imported.status === 'skipped') {
          const reason = kindOf(imported.reason ?? '');
          skipped[reason] = (skipped[reason] ?? 0) + 1;
          expect(existsSync(join(root, 'clientapps')), header).to.equal(false);
          continue;
        }
        expect(imported.status, header).to.equal('created');
        const lost = await lostElements(root, imported.name, imported.file ?? '');
        seen.imported += 1;
        seen.lost += lost.length;
        if (imported.certificateFile !== undefined) seen.withCertificate += 1;
        silent.push(
          ...lost.filter((element) => !isNamed(imported.warnings, element)).map((one) => `${header}: ${one}`),
        );
      } finally {
        dispose();
      }
    }
    expect(silent).to.deep.equal([]);
    // 102 apps: 77 imported, of which 10 with a certificate; 15 without OAuth, 2 with names that no manifest has, 8 broken.
    expect(Object.keys(skipped)).to.have.members([
      'cannot be read',
      'does not use OAuth',
      'no manifest can have its name',
    ]);
    const passed = Object.values(skipped).reduce((sum, count) => sum + count, 0);
    expect(seen.imported + passed).to.equal(headers.length);
    expect(seen.imported).to.be.at.least(77);
    expect(seen.withCertificate).to.be.at.least(10);
    // What a manifest cannot say is much, or this test looks at nothing.
    expect(seen.lost).to.be.at.least(400);
  });
});
