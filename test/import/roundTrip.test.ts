import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { integrationModels, registrations } from '../../src/app/clientApp.js';
import { flowsOfModel } from '../../src/manifest/defaults.js';
import { answersFor, createCertificate, createProject, generate, importProject } from './generated.js';

const kinds = registrations.flatMap((registration) =>
  integrationModels.flatMap((model) => flowsOfModel[model].map((flow) => ({ registration, model, flow }))),
);

describe('import of what "generate app" wrote', function () {
  this.timeout(60_000);
  let root: string;
  let dispose: () => void;

  beforeEach(() => ({ root, dispose } = createProject()));
  afterEach(() => dispose());

  it('covers every kind of app', () => {
    expect(kinds).to.have.lengthOf(12);
  });

  for (const kind of kinds) {
    const { registration, model, flow } = kind;
    it(`gives the same manifest back, byte by byte: ${registration}, ${model}, ${flow}`, async () => {
      const certificateFile = flow === 'jwt-bearer' ? createCertificate(root) : undefined;
      const { manifest, text } = await generate(root, { ...answersFor(kind), certificateFile });
      rmSync(join(root, manifest));
      const [imported] = await importProject(root);
      expect(imported).to.include({ name: 'AcmeErp', file: manifest, status: 'created', ...kind });
      expect(readFileSync(join(root, manifest), 'utf8')).to.equal(text);
      expect(imported?.warnings).to.deep.equal([]);
    });

    it(`leaves the manifest as it is: ${registration}, ${model}, ${flow}`, async () => {
      const { manifest, text } = await generate(root, answersFor(kind));
      const edited = text
        .replace(/^ {2}api: .*$/m, '  api: Reads orders, "all" of them # our own words')
        .replace(/^criticality: .*$/m, 'criticality: critical\nvendor: { name: Acme GmbH }');
      writeFileSync(join(root, manifest), edited);
      const [imported] = await importProject(root, { overwrite: true });
      expect(imported).to.include({ status: 'unchanged', ...kind });
      expect(imported?.warnings).to.deep.equal([]);
      expect(readFileSync(join(root, manifest), 'utf8')).to.equal(edited);
    });
  }
});
