import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readManifest } from '../../src/manifest/read.js';
import { renderClientApp } from '../../src/registration/render.js';

export const integrationUser = 'acme-erp@acme.example.integration';

/** An integration user with its licence, as the loopback org's options want it. */
export const integrationUserSeed = {
  username: integrationUser,
  profile: 'Minimum Access - API Only Integrations',
  permissionSetLicenses: ['SalesforceAPIIntegrationPsl'],
};

/** The manifest of a backend app with client credentials. */
export const backendManifest = (name: string, registration: string, more = ''): string => `name: ${name}
label: ${name}
description: Exports orders to Acme ERP every night
registration: ${registration}
model: backend
flow: client-credentials
owner: { name: Integration team, email: integrations@acme.example }
scopes:
  api: Reads orders through the REST API
policies:
  ipRanges: [203.0.113.0/24]
identity: { user: ${integrationUser} }
permissions:
  objects: { Account: [read], Order: [read, create, edit] }
${more}`;

/** Writes a manifest and all that is generated from it into a project. */
export const writeApp = async (project: string, name: string, manifest: string): Promise<void> => {
  const file = `clientapps/${name}.clientapp.yaml`;
  const { app, problems } = readManifest(manifest, file);
  if (!app) throw new Error(JSON.stringify(problems));
  const generated = renderClientApp(app).map(
    ({ path, contents }) => [`force-app/main/default/${path}`, contents] as const,
  );
  for (const [path, contents] of [[file, manifest] as const, ...generated]) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), contents);
  }
};
