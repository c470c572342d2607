import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parse } from 'yaml';
import { renderManifestSchema } from '../../scripts/manifestSchema.js';
import { exampleManifest } from './example.js';

const file = new URL('../../schemas/clientapp-manifest.json', import.meta.url);

describe('the JSON Schema of manifests', () => {
  it('is current (npx tsx scripts/manifestSchema.ts writes it)', async () => {
    expect(await readFile(file, 'utf8')).to.equal(await renderManifestSchema());
  });

  it('knows every key of the example, says what it is, and allows no other', async () => {
    const schema = JSON.parse(await readFile(file, 'utf8')) as {
      properties: Record<string, { description?: string }>;
      additionalProperties: boolean;
    };
    const keys = Object.keys(parse(exampleManifest) as object);
    expect(Object.keys(schema.properties)).to.include.members(keys);
    expect(keys.filter((key) => !schema.properties[key]?.description)).to.deep.equal([]);
    expect(schema.additionalProperties).to.equal(false);
  });
});
