import { writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { manifestSchema } from '../src/manifest/schema.js';

const file = new URL('../schemas/clientapp-manifest.json', import.meta.url);

/** The JSON Schema that editors complete and check manifests with. Run this file to write it. */
export const renderManifestSchema = async (): Promise<string> => {
  const { $schema, ...schema } = z.toJSONSchema(manifestSchema, { io: 'input' });
  const text = JSON.stringify({ $schema, title: 'Manifest of a client app', ...schema });
  return format(text, { ...(await resolveConfig(file)), parser: 'json' });
};

if (process.argv[1] !== undefined && import.meta.url.endsWith(process.argv[1])) {
  await writeFile(file, await renderManifestSchema());
}
