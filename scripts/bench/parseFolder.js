// Reads every metadata file of a folder and parses it with fast-xml-parser, as SDR sets it up, and does nothing else.
// One file after the other: reading them ahead of the parser takes half as long again. Prints what it took.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

const start = performance.now();
const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
});
for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (entry.name.endsWith('-meta.xml')) parser.parse(readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
const ms = performance.now() - start;
process.stdout.write(JSON.stringify({ ms, maxRssMb: process.resourceUsage().maxRSS / 1024 }));
