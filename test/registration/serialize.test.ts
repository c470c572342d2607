import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { XMLBuilder } from 'fast-xml-parser';
import { makeElement } from '../../src/registration/codec.js';
import { serialize } from '../../src/registration/serialize.js';
import { readXml } from '../../src/registration/xml/read.js';
import { corpusDirectory, corpusFiles, needCorpus } from './corpus.js';

describe('serialize', () => {
  it('writes what source-deploy-retrieve writes with its options', () => {
    const builder = new XMLBuilder({
      format: true,
      indentBy: '    ',
      ignoreAttributes: false,
      suppressBooleanAttributes: false,
    });
    const text = `a < b > c & "d" 'e'\nnext line é`;
    const theirs = builder.build({
      ConnectedApp: {
        '@_xmlns': 'http://soap.sforce.com/2006/04/metadata',
        description: text,
        label: '',
        oauthConfig: { scopes: ['Api', 'Web'] },
      },
    });
    const scopes = ['Api', 'Web'].map((scope) => makeElement('scopes', scope));
    const root = makeElement('ConnectedApp', '', [
      makeElement('description', text),
      makeElement('label', ''),
      makeElement('oauthConfig', '', scopes),
    ]);
    expect(serialize(root)).to.equal(`<?xml version="1.0" encoding="UTF-8"?>\n${theirs}`);
  });

  it('keeps nil elements, with the namespace that they need', () => {
    const root = makeElement('ConnectedApp', '', [{ ...makeElement('contactEmail', ''), nil: true }]);
    const text = serialize(root);
    expect(text).to.include('xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"');
    expect(text).to.include('    <contactEmail xsi:nil="true"/>\n');
    expect(readXml(text).root?.children[0]?.nil).to.equal(true);
  });

  it('gives back real files to the byte', function () {
    needCorpus(this);
    // Other tools leave a space in the declaration, white space inside tags, or no line feed at the end.
    const normal = (text: string) => text.replaceAll(/\s+(\??>)/g, '$1').trimEnd();
    for (const file of corpusFiles().filter((name) => !/^(?:synthetic|profile)\//.test(name))) {
      const source = readFileSync(join(corpusDirectory, file), 'utf8');
      const { root } = readXml(source);
      expect(root && normal(serialize(root)), file).to.equal(normal(source));
    }
  });
});
