import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { integrationModels, registrations } from '../../src/app/clientApp.js';
import { rules } from '../../src/audit/rules/index.js';
import { defaultThresholds } from '../../src/audit/thresholds.js';
import { generateApp } from '../../src/generate/generateApp.js';
import { appFromFlags } from '../../src/generate/prepareApp.js';
import { inventoryFromSource } from '../../src/inventory/fromSource.js';
import { flowsOfModel } from '../../src/manifest/defaults.js';

const callbacks = { web: 'https://a.example/cb', mobile: 'com.acme.app:/cb' };

/** Connected Apps end; every other rule must hold from the first day. */
const expected: Record<string, string[]> = {
  'connected-app': ['connected-app-not-migrated'],
  'external-client-app': [],
};

describe('what is generated trips no rule of the audit', function () {
  this.timeout(60_000);
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'generated-'));
    mkdirSync(join(root, 'force-app'));
    const certificate = ['req', '-x509', '-nodes', '-newkey', 'rsa:2048', '-keyout', '/dev/null', '-out', 'acme.crt'];
    execFileSync('openssl', [...certificate, '-days', '365', '-subj', '/CN=Acme'], { cwd: root, stdio: 'ignore' });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  for (const registration of registrations) {
    for (const model of integrationModels) {
      for (const flow of flowsOfModel[model]) {
        it(`${registration}, ${model}, ${flow}`, async () => {
          const { app, manifest, manifestText } = await appFromFlags(
            {
              name: 'AcmeErp',
              model,
              flow,
              registration,
              description: 'Exports orders',
              ownerEmail: 'a@b.example',
              callbackUrls: model === 'web' || model === 'mobile' ? [callbacks[model]] : undefined,
              integrationUser: flow === 'client-credentials' ? 'acme@b.example' : undefined,
              ipRanges: ['203.0.113.0/24'],
              objects: ['Order:read,create,edit'],
              certificateFile: flow === 'jwt-bearer' ? join(root, 'acme.crt') : undefined,
            },
            { root, sourceFiles: [], overwrite: false },
          );
          const request = { app, manifest, manifestText, root, outputDir: 'force-app', sourceFiles: [] };
          const { warnings } = await generateApp({ ...request, overwrite: false, dryRun: false });
          expect(warnings.filter((text) => !text.includes('no user of its own'))).to.deep.equal([]);

          const inventory = await inventoryFromSource({ root });
          expect(inventory.apps.map(({ name }) => name)).to.deep.equal(['AcmeErp']);
          const context = { today: new Date(), thresholds: defaultThresholds };
          const tripped = rules.filter((rule) => rule.check(inventory, context).some(({ kind }) => kind === 'finding'));
          expect(tripped.map(({ id }) => id)).to.deep.equal(expected[registration]);
        });
      }
    }
  }
});
