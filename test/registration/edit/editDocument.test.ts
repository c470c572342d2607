import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { editDocument } from '../../../src/registration/edit/editDocument.js';
import type { Change } from '../../../src/registration/edit/change.js';
import { readDocument } from '../../../src/registration/readDocument.js';
import { corpusDirectory, corpusFiles, needCorpus } from '../corpus.js';
import { lineDifference } from './lineDifference.js';

const app = `<?xml version="1.0" encoding="UTF-8"?>
<!-- owner: integrations -->
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <!-- who answers -->
    <contactEmail>a@acme.example</contactEmail>
    <label>Billing</label>
    <oauthConfig>
        <callbackUrl>https://acme.example/cb</callbackUrl> <!-- production -->
        <consumerKey>3MVG9abc</consumerKey>
        <!-- asked for by finance -->
        <isPkceRequired> false </isPkceRequired>
        <scopes>Api</scopes>
        <scopes>Full</scopes>
    </oauthConfig>
</ConnectedApp>
`;

const file = 'connectedApps/Billing.connectedApp-meta.xml';

const edit = (text: string, changes: Change[], name = file): string => {
  const { bytes, reason } = editDocument(name, Buffer.from(text), changes);
  if (!bytes) throw new Error(reason);
  return bytes.toString();
};

const difference = (text: string, changes: Change[], name = file) => lineDifference(text, edit(text, changes, name));

describe('an edit of a metadata file', () => {
  it('changes the text of an element and keeps the white space around it', () => {
    const change: Change = { kind: 'set', path: 'oauthConfig.isPkceRequired', text: 'true' };
    expect(difference(app, [change])).to.deep.equal({
      gone: ['        <isPkceRequired> false </isPkceRequired>'],
      come: ['        <isPkceRequired> true </isPkceRequired>'],
    });
  });

  it('puts a new element at its place in the schema, behind the comment of the line before', () => {
    const text = edit(app, [{ kind: 'set', path: 'oauthConfig.certificate', text: 'a & b' }]);
    expect(text).to.include(
      '</callbackUrl> <!-- production -->\n        <certificate>a &amp; b</certificate>\n        <consumerKey>',
    );
    expect(lineDifference(app, text)).to.deep.equal({
      gone: [],
      come: ['        <certificate>a &amp; b</certificate>'],
    });
  });

  it('puts a first element right behind the opening tag', () => {
    expect(
      edit(app.replace(/ {4}<!-- who[^]*<\/label>\n/, ''), [{ kind: 'set', path: 'contactEmail', text: 'b@x' }]),
    ).to.include('metadata">\n    <contactEmail>b@x</contactEmail>\n    <oauthConfig>');
  });

  it('makes a group that is not there, with what it needs', () => {
    expect(difference(app, [{ kind: 'set', path: 'oauthPolicy.refreshTokenPolicy', text: 'zero' }])).to.deep.equal({
      gone: [],
      come: [
        '    <oauthPolicy>',
        '        <ipRelaxation>ENFORCE</ipRelaxation>',
        '        <refreshTokenPolicy>zero</refreshTokenPolicy>',
        '    </oauthPolicy>',
      ],
    });
  });

  it('takes an element out with its line, and keeps the comments', () => {
    expect(difference(app, [{ kind: 'remove', path: 'oauthConfig.consumerKey' }])).to.deep.equal({
      gone: ['        <consumerKey>3MVG9abc</consumerKey>'],
      come: [],
    });
    expect(difference(app, [{ kind: 'remove-scope', path: 'oauthConfig.scopes', scope: 'full' }])).to.deep.equal({
      gone: ['        <scopes>Full</scopes>'],
      come: [],
    });
  });

  it('makes several changes of one file', () => {
    const text = edit(app, [
      { kind: 'remove', path: 'oauthConfig.consumerKey' },
      { kind: 'set', path: 'oauthConfig.isPkceRequired', text: 'true' },
      { kind: 'set', path: 'sessionPolicy.sessionTimeout', text: '120' },
    ]);
    expect(lineDifference(app, text)).to.deep.equal({
      gone: ['        <consumerKey>3MVG9abc</consumerKey>', '        <isPkceRequired> false </isPkceRequired>'],
      come: [
        '        <isPkceRequired> true </isPkceRequired>',
        '    <sessionPolicy>',
        '        <sessionTimeout>120</sessionTimeout>',
        '    </sessionPolicy>',
      ],
    });
  });

  for (const [what, encode] of [
    ['a byte order mark and CRLF', (text: string) => Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`)],
    ['UTF-16', (text: string) => Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'utf16le')],
    ['UTF-16 big-endian', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['no line break at the end', (text: string) => Buffer.from(text.trimEnd())],
    ['tabs', (text: string) => Buffer.from(text.replaceAll('    ', '\t'))],
    [
      'characters outside the basic plane',
      (text: string) => Buffer.from(text.replaceAll('Billing', '𝔅illing <!--😀-->')),
    ],
  ] as const) {
    it(`keeps ${what}`, () => {
      const changes: Change[] = [
        { kind: 'remove', path: 'oauthConfig.consumerKey' },
        { kind: 'set', path: 'oauthConfig.isPkceRequired', text: 'true' },
        { kind: 'set', path: 'oauthConfig.isConsumerSecretOptional', text: 'true' },
        { kind: 'set', path: 'sessionPolicy.sessionTimeout', text: '15' },
      ];
      const { bytes } = editDocument(file, encode(app), changes);
      expect(bytes?.equals(encode(edit(app, changes))), bytes?.toString()).to.equal(true);
    });
  }

  it('adds nothing but the element to a file on one line', () => {
    const line =
      '<ConnectedApp><contactEmail>a@b</contactEmail><label>L</label><oauthConfig><callbackUrl>https://a.example</callbackUrl></oauthConfig></ConnectedApp>';
    expect(
      edit(line, [
        { kind: 'set', path: 'oauthConfig.isPkceRequired', text: 'true' },
        { kind: 'set', path: 'sessionPolicy.sessionTimeout', text: '15' },
      ]),
    ).to.equal(
      line
        .replace('</callbackUrl>', '</callbackUrl><isPkceRequired>true</isPkceRequired>')
        .replace('</oauthConfig>', '</oauthConfig><sessionPolicy><sessionTimeout>15</sessionTimeout></sessionPolicy>'),
    );
  });

  it('writes the prefix that the file has', () => {
    const prefixed = app.replaceAll(/<(\/?)(?=[A-Za-z])/g, '<$1m:').replace('xmlns=', 'xmlns:m=');
    expect(
      difference(prefixed, [{ kind: 'set', path: 'sessionPolicy.sessionTimeout', text: '15' }]).come,
    ).to.deep.equal([
      '    <m:sessionPolicy>',
      '        <m:sessionTimeout>15</m:sessionTimeout>',
      '    </m:sessionPolicy>',
    ]);
  });

  it('fills elements that are empty, close themselves, are nil, or hold comments and CDATA', () => {
    for (const [written, expected] of [
      ['<isPkceRequired></isPkceRequired>', '<isPkceRequired>true</isPkceRequired>'],
      ['<isPkceRequired/>', '<isPkceRequired>true</isPkceRequired>'],
      ['<isPkceRequired xsi:nil="true" />', '<isPkceRequired>true</isPkceRequired>'],
      [
        '<isPkceRequired a=">"><!-- <x> -->fal<!-- y -->se</isPkceRequired>',
        '<isPkceRequired a=">"><!-- <x> -->true<!-- y --></isPkceRequired>',
      ],
      ['<isPkceRequired><![CDATA[false]]></isPkceRequired>', '<isPkceRequired>true</isPkceRequired>'],
    ] as const) {
      const text = app
        .replace('<isPkceRequired> false </isPkceRequired>', written)
        .replace('<ConnectedApp ', '<ConnectedApp xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ');
      expect(edit(text, [{ kind: 'set', path: 'oauthConfig.isPkceRequired', text: 'true' }])).to.equal(
        text.replace(written, expected),
      );
    }
  });

  it('opens a group that closes itself', () => {
    const text = app.replace('</oauthConfig>\n', '</oauthConfig>\n    <sessionPolicy />\n');
    expect(difference(text, [{ kind: 'set', path: 'sessionPolicy.sessionTimeout', text: '15' }])).to.deep.equal({
      gone: ['    <sessionPolicy />'],
      come: ['    <sessionPolicy>', '        <sessionTimeout>15</sessionTimeout>', '    </sessionPolicy>'],
    });
  });

  it('opens a group that closes itself on the line of another element', () => {
    const text = app.replace('</oauthConfig>\n', '</oauthConfig><sessionPolicy/>\n');
    expect(edit(text, [{ kind: 'set', path: 'sessionPolicy.sessionTimeout', text: '15' }])).to.equal(
      text.replace('<sessionPolicy/>', '<sessionPolicy><sessionTimeout>15</sessionTimeout></sessionPolicy>'),
    );
  });

  it('puts a new element and a misplaced one beside elements that the schema does not know', () => {
    const unknown = '    <frobnicate>1</frobnicate>\n';
    const text = app.replace('</ConnectedApp>', `${unknown}</ConnectedApp>`);
    expect(edit(text, [{ kind: 'set', path: 'startUrl', text: 'https://acme.example' }])).to.equal(
      text.replace(unknown, `    <startUrl>https://acme.example</startUrl>\n${unknown}`),
    );
    const first = app.replace(/( {4}<!-- who)/, `${unknown}$1`);
    const late = first.replace(/( {4}<label>.*\n)([^]*)(<\/ConnectedApp>)/, '$2$1$3');
    expect(edit(late, [{ kind: 'sort' }])).to.equal(first);
  });

  it('changes the text of an element behind a processing instruction', () => {
    const text = app.replace('<isPkceRequired> false', '<isPkceRequired><?keep <a> ?> false');
    expect(edit(text, [{ kind: 'set', path: 'oauthConfig.isPkceRequired', text: 'true' }])).to.equal(
      text.replace(' false </isPkce', ' true </isPkce'),
    );
  });

  it('takes an item out of a list', () => {
    const settings = (list: string): string =>
      `<ExtlClntAppOauthSettings><commaSeparatedOauthScopes>${list}</commaSeparatedOauthScopes><externalClientApplication>A</externalClientApplication></ExtlClntAppOauthSettings>`;
    const without = (list: string, item: string): string =>
      edit(
        settings(list),
        [{ kind: 'remove-scope', path: 'commaSeparatedOauthScopes', scope: item }],
        'A.ecaOauth-meta.xml',
      );
    expect(without('Api, Full,RefreshToken', 'full')).to.equal(settings('Api,RefreshToken'));
    expect(without('Full, Api', 'full')).to.equal(settings('Api'));
    expect(without('Api , Full', 'full')).to.equal(settings('Api'));
  });

  it('moves what is out of order, with its comments, and nothing else', () => {
    const misplaced = app.replace(
      /( {4}<!-- who answers -->\n {4}<contactEmail>.*\n)([^]*)(<\/ConnectedApp>)/,
      '$2$1$3',
    );
    expect(readDocument(file, misplaced).problems.map(({ kind }) => kind)).to.deep.equal(['wrong-order']);
    expect(edit(misplaced, [{ kind: 'sort' }])).to.equal(app);
    const inside = app.replace(/( {8}<callbackUrl>.*\n)([^]*)( {4}<\/oauthConfig>)/, '$2$1$3');
    expect(edit(inside, [{ kind: 'sort' }])).to.equal(app);
    const oneLine = app.replaceAll(/\n\s*/g, '');
    expect(edit(inside.replaceAll(/\n\s*/g, ''), [{ kind: 'sort' }]).replaceAll(/ ?<!--.*?-->/g, '')).to.equal(
      oneLine.replaceAll(/ ?<!--.*?-->/g, ''),
    );
  });

  it('says why it leaves a file alone', () => {
    const refused = (text: string, change: Change) => editDocument(file, Buffer.from(text), [change]).reason;
    const flag: Change = { kind: 'set', path: 'oauthConfig.isPkceRequired', text: 'true' };
    expect(refused('<ConnectedApp>', flag)).to.equal('the file is not one that can be edited');
    expect(refused(app, { ...flag, path: 'oauthConfig.scopes' })).to.equal('oauthConfig.scopes stands more than once');
    expect(refused(app, { ...flag, path: 'oauthConfig' })).to.equal('oauthConfig holds elements');
    expect(refused(app, { ...flag, path: 'nothing' })).to.equal('the schema has no nothing');
    expect(refused(app, { ...flag, path: 'oauthConfig.isPkceRequired', text: 'maybe' })).to.match(
      /^the file would not be valid: "maybe" is no value of <isPkceRequired>/,
    );
    expect(refused(app, { kind: 'remove', path: 'label' })).to.equal(
      'the file would not be valid: <ConnectedApp> needs <label>',
    );
    expect(refused(app, { kind: 'set', path: 'samlConfig.issuer', text: 'x' })).to.equal('samlConfig needs acsUrl');
    expect(refused(app, { kind: 'remove-scope', path: 'label', scope: 'x' })).to.equal('label has no plain item x');
  });
});

describe('an edit of a file that was made to keep us busy', () => {
  const scopes = (count: number): string => '        <scopes>Full</scopes>\n'.repeat(count);
  const reasonOf = (text: string, change: Change): string | undefined =>
    editDocument(file, Buffer.from(text), [change]).reason;

  it('is refused, and soon', () => {
    const started = performance.now();
    const many = app.replace('        <scopes>Api</scopes>\n', scopes(20_000));
    const large = app.replace('<label>', `<!-- ${'x'.repeat(1_100_000)} -->\n    <label>`);
    const nested = `${'<a>'.repeat(90)}${'</a>'.repeat(90)}`;
    const full: Change = { kind: 'remove-scope', path: 'oauthConfig.scopes', scope: 'full' };
    expect(reasonOf(many, full)).to.equal('too many elements would have to go');
    expect(reasonOf(many, { kind: 'sort' })).to.equal('oauthConfig has too many elements');
    expect(reasonOf(large, full)).to.equal('the file is larger than 1 MB');
    expect(reasonOf(app.replace('<label>', `${nested}<label>`), full)).to.equal(undefined);
    expect(performance.now() - started).to.be.below(2000);
  });
});

describe('an edit of any connected app of the corpus', () => {
  it('adds, changes and takes out one element, and no other line differs', function () {
    needCorpus(this);
    const files = corpusFiles().filter((name) => name.endsWith('.connectedApp-meta.xml'));
    let edited = 0;
    for (const name of files) {
      const before = readFileSync(join(corpusDirectory, name));
      const { bytes } = editDocument(name, before, [{ kind: 'set', path: 'description', text: 'Edited here' }]);
      if (!bytes) continue;
      edited += 1;
      const described = readDocument(name, before).root?.children.some((child) => child.name === 'description');
      const read = (content: Buffer): unknown =>
        readDocument(name, content).root?.children.flatMap((child) =>
          child.name === 'description' ? [] : [child.name, child.text],
        );
      expect(read(bytes), name).to.deep.equal(read(before));
      expect(
        readDocument(name, bytes).root?.children.find((child) => child.name === 'description')?.text,
        name,
      ).to.equal('Edited here');
      if (described) continue;
      const again = editDocument(name, bytes, [{ kind: 'remove', path: 'description' }]);
      expect(again.bytes?.equals(before), name).to.equal(true);
    }
    expect(edited).to.be.greaterThan(80);
  });
});
