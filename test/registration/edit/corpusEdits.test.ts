import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { editDocument } from '../../../src/registration/edit/editDocument.js';
import { readDocument } from '../../../src/registration/readDocument.js';
import type { Fields } from '../../../src/registration/schema/field.js';
import { schemaOf } from '../../../src/registration/schema/schemas.js';
import type { XmlElement } from '../../../src/registration/xml/element.js';
import { corpusDirectory, corpusFiles, needCorpus } from '../corpus.js';
import { lineDifference } from './lineDifference.js';

/** Paths of the switches of a type, with those in groups. */
const switchesIn = (fields: Fields, parent = ''): string[] =>
  Object.entries(fields).flatMap(([name, field]) => {
    if (field.kind === 'group') return field.many ? [] : switchesIn(field.fields, `${parent}${name}.`);
    return field.kind === 'flag' ? [`${parent}${name}`] : [];
  });

const leaves = (element: XmlElement, parent = ''): string[] =>
  element.children.flatMap((child) => {
    const path = parent === '' ? child.name : `${parent}.${child.name}`;
    return child.children.length > 0 ? leaves(child, path) : [`${path}=${child.text}`];
  });

const decode = (bytes: Buffer): string => bytes.toString(bytes[0] === 0xff ? 'utf16le' : 'utf8');

describe('every switch of every file of the corpus', () => {
  it('is set without another element or line being touched', function () {
    needCorpus(this);
    this.timeout(60_000);
    let [edited, added] = [0, 0];
    for (const file of corpusFiles()) {
      const before = readFileSync(join(corpusDirectory, file));
      const { root, type, problems } = readDocument(file, before);
      const schema = schemaOf(type);
      if (!root || !schema || schema.family === 'other' || problems.length > 0) continue;
      const old = leaves(root);
      for (const path of switchesIn(schema.fields)) {
        const was = old.find((leaf) => leaf.startsWith(`${path}=`));
        const text = was?.endsWith('=true') ? 'false' : 'true';
        const { bytes, reason } = editDocument(file, before, [{ kind: 'set', path, text }]);
        if (!bytes) {
          // A group that the file does not have, and that wants more than a switch.
          expect(reason, `${file}: ${path}`).to.match(/needs/);
          continue;
        }
        edited += 1;
        const now = leaves(readDocument(file, bytes).root ?? root);
        expect(
          now.filter((leaf) => !old.includes(leaf)),
          `${file}: ${path}`,
        ).to.include(`${path}=${text}`);
        expect(
          old.filter((leaf) => leaf !== was && !now.includes(leaf)),
          `${file}: ${path}`,
        ).to.deep.equal([]);
        const { gone, come } = lineDifference(decode(before), decode(bytes));
        if (was === undefined && gone.length === 0) {
          added += 1;
          const undone = editDocument(file, bytes, [{ kind: 'remove', path }]);
          // A group that came with the switch stays, empty of it.
          if (come.length === 1) expect(undone.bytes?.equals(before), `${file}: ${path}`).to.equal(true);
        } else expect([gone.length, come.length], `${file}: ${path}`).to.deep.equal([1, 1]);
      }
    }
    expect(edited).to.be.greaterThan(1500);
    expect(added).to.be.greaterThan(500);
  });
});
