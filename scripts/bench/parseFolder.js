// Reads every metadata file of a folder and parses it with fast-xml-parser, as SDR sets it up. Prints what it took.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

const start = performance.now();
const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
});
const entries = await readdir(process.argv[2], { recursive: true, withFileTypes: true });
const paths = entries
  .filter((entry) => entry.name.endsWith('-meta.xml'))
  .map((entry) => join(entry.parentPath, entry.name));
for (let first = 0; first < paths.length; first += 64) {
  const texts = await Promise.all(paths.slice(first, first + 64).map((path) => readFile(path, 'utf8')));
  for (const text of texts) parser.parse(text);
}
const ms = performance.now() - start;
process.stdout.write(JSON.stringify({ ms, maxRssMb: process.resourceUsage().maxRSS / 1024 }));
