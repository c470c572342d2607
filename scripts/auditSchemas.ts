import { writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { configJsonSchema } from '../src/audit/configJsonSchema.js';
import { snapshotJsonSchema } from '../src/inventory/snapshot/schema.js';

const published = {
  'clientapp-audit-config.json': configJsonSchema,
  'clientapp-snapshot.json': snapshotJsonSchema,
};

/** Writes the JSON Schemas of the files that an audit reads, from the schemas that it reads them with. */
for (const [name, schemaOf] of Object.entries(published)) {
  const file = new URL(`../schemas/${name}`, import.meta.url);
  const text = JSON.stringify(schemaOf());
  await writeFile(file, await format(text, { ...(await resolveConfig(file)), parser: 'json' }));
}
