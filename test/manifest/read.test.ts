import { expect } from 'chai';
import type { ClientApp } from '../../src/app/clientApp.js';
import { readManifest } from '../../src/manifest/read.js';
import { exampleManifest } from './example.js';

const file = 'clientapps/AcmeErp.clientapp.yaml';
const least = 'name: AcmeErp\nmodel: backend\nowner: { email: a@b.example }\n';

const problemsOf = (text: string): string[] =>
  readManifest(text, file).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

const appOf = (text: string): ClientApp => {
  const { app, problems } = readManifest(text, file);
  expect(problems).to.deep.equal([]);
  if (!app) throw new Error('no app');
  return app;
};

describe('readManifest', () => {
  it('reads the documented example', () => {
    const app = appOf(exampleManifest);
    expect(app.scopes).to.deep.equal({ api: 'Reads orders through the REST API' });
    expect(app.policies).to.deep.equal({
      permittedUsers: 'admin-approved',
      ipRelaxation: 'enforce',
      ipRanges: ['203.0.113.0/24'],
      refreshToken: { rule: 'inactivity', days: 30 },
      session: { timeoutMinutes: 120, level: 'standard' },
    });
    expect(app.credentials.lastRotated).to.equal('2026-11-23');
    expect(app.permissions.fields).to.deep.equal({ 'Order.ExternalId__c': ['read', 'edit'] });
  });

  it('knows the line of each key, of each entry of a list, and of keys with dots', () => {
    const { lines } = readManifest(exampleManifest, file);
    expect(lines).to.include({
      name: 1,
      scopes: 10,
      'scopes.api': 11,
      'policies.ipRanges.0': 16,
      'permissions.fields.Order.ExternalId__c': 23,
      'credentials.lastRotated': 26,
      'environments.uat': 29,
    });
  });

  it('fills what is left out with the defaults of the model', () => {
    const app = appOf(least);
    expect(app).to.deep.include({
      label: 'AcmeErp',
      registration: 'external-client-app',
      flow: 'client-credentials',
      criticality: 'medium',
      callbackUrls: [],
      identity: {},
      review: { everyDays: 365 },
    });
    expect(Object.keys(app.scopes)).to.deep.equal(['api']);
    expect(app.policies.refreshToken).to.deep.equal({ rule: 'inactivity', days: 30 });
  });

  it('reads a byte order mark, Windows line endings and a version', () => {
    expect(appOf(`\uFEFF${exampleManifest.replaceAll('\n', '\r\n')}`).description).to.equal(
      'Exports orders to Acme ERP every night',
    );
    expect(appOf(`version: 1\n${least}`).name).to.equal('AcmeErp');
  });

  it('understands every spelling of a scope', () => {
    const scopes = (text: string): string[] => Object.keys(appOf(`${least}scopes: ${text}`).scopes);
    expect(scopes('{ Api: a, SFAP: b, RefreshToken: c }')).to.deep.equal(['api', 'sfap_api', 'refresh_token']);
    expect(scopes('{ SFApiPlatform: b, offline_access: c }')).to.deep.equal(['sfap_api', 'refresh_token']);
    expect(appOf(`${least}scopes: { profile: one, email: two }`).scopes).to.deep.equal({ id: 'one; two' });
  });

  it('takes a scope that only the other family has, there', () => {
    const text = `${least}scopes: { a2a_api: x }\nregistration: `;
    expect(problemsOf(`${text}connected-app`)).to.deep.equal([]);
    expect(problemsOf(`${text}external-client-app`)).to.deep.equal([
      '4:11 External Client Apps have no scope "a2a_api".',
    ]);
  });

  const cases: Array<[what: string, text: string, problems: string[]]> = [
    ['an unknown key', `${least}modle: web`, ['4:1 "modle" is not a key of a manifest. Did you mean "model"?']],
    [
      'an unknown key inside, with a near name',
      `${least}policies:\n  ipRange: []`,
      ['5:3 "policies.ipRange" is not a key of a manifest. Did you mean "ipRanges"?'],
    ],
    [
      'an unknown key of an environment',
      `${least}environments:\n  uat:\n    policy: {}\n    label: x`,
      [
        '6:5 "environments.uat.policy" is not a key of a manifest. Did you mean "policies"?',
        '7:5 "environments.uat.label" is not a key of a manifest.',
      ],
    ],
    ['a missing key', 'name: AcmeErp\nmodel: backend\nowner: {}', ['3:1 "owner.email" is missing.']],
    [
      'values outside a list of words',
      `${least}criticality: hihg\nregistration: connected-apps`,
      [
        '4:14 "criticality" must be one of low, medium, high, critical, but is "hihg". Did you mean "high"?',
        '5:15 "registration" must be one of external-client-app, connected-app, but is "connected-apps". Did you mean "connected-app"?',
      ],
    ],
    [
      'wrong types',
      `${least}label:\nscopes: [api]\ncallbackUrls: https://a.example\nreview: { everyDays: often }`,
      [
        '4:7 "label" must be a text, but is empty.',
        '5:9 "scopes" must be a map (key: value), but is a list.',
        '6:15 "callbackUrls" must be a list, but is a text.',
        '7:22 "review.everyDays" must be a number, but is a text.',
      ],
    ],
    [
      'numbers out of bounds',
      `${least}review: { everyDays: 0 }\ncredentials: { rotateEveryDays: 1.5 }`,
      [
        '4:22 "review.everyDays" must be at least 1.',
        '5:33 "credentials.rotateEveryDays" must be a whole number, but is 1.5.',
      ],
    ],
    [
      'an unknown scope',
      `${least}scopes:\n  api: x\n  refresh_tokn: y`,
      ['6:3 "refresh_tokn" is not an OAuth scope of Salesforce. Did you mean "refresh_token"?'],
    ],
    ['a scope without a reason', `${least}scopes: { api: "" }`, ['4:16 "scopes.api" is empty.']],
    [
      'bad address ranges',
      `${least}policies:\n  ipRanges:\n    - 203.0.113.0/24\n    - 10.0.0.0/33`,
      ['7:7 "10.0.0.0/33" is not an address range (203.0.113.0/24, 203.0.113.1-203.0.113.9 or one address).'],
    ],
    [
      'bad callbacks',
      'name: AcmeErp\nmodel: web\nowner: { email: a@b.example }\ncallbackUrls:\n  - https://*.a.example/cb\n  - http://a.example/cb\n  - javascript:x\n',
      [
        '5:5 "https://*.a.example/cb" has a wildcard; a callback URL is compared exactly, so name each one.',
        '6:5 "http://a.example/cb" is plain http, which anyone on the way can read; use https.',
        '7:5 "javascript:x" is not a callback URL (https://…, http://localhost:… or a scheme of the app\'s own).',
      ],
    ],
    [
      'a web app without callback',
      'name: AcmeErp\nmodel: web\nowner: { email: a@b.example }\ncallbackUrls: []\n',
      ['4:1 The authorization-code flow needs at least one callback URL in "callbackUrls".'],
    ],
    [
      'a name that is none',
      'name: 9 lives\nmodel: backend\nowner: { email: a@b.example }',
      [
        '1:7 "9 lives" is not an API name: an API name has letters, digits and single underscores, and begins with a letter.',
      ],
    ],
    [
      "a name that is not the file's",
      least.replace('AcmeErp', 'Acme'),
      ['1:7 The name is "Acme", but the file is AcmeErp.clientapp.yaml; it must be Acme.clientapp.yaml.'],
    ],
    [
      'a flow that the model has not',
      `${least}flow: authorization-code`,
      [
        '4:7 The flow "authorization-code" does not suit the model "backend", which uses client-credentials or jwt-bearer.',
      ],
    ],
    [
      'dates that are none',
      `${least}credentials: { lastRotated: 2026-02-30 }\nreview: { last: yesterday }`,
      ['4:29 "2026-02-30" is not a date (YYYY-MM-DD).', '5:17 "yesterday" is not a date (YYYY-MM-DD).'],
    ],
    [
      'a refresh-token rule that does not fit its days',
      `${least}policies: { refreshToken: { rule: lifetime } }\nenvironments: { uat: { policies: { refreshToken: { rule: never, days: 3 } } } }`,
      ['4:27 The rule "lifetime" needs days (or hours).', '5:50 The rule "never" has no days or hours.'],
    ],
    [
      'files outside the project',
      `${least}credentials: { certificateFile: ../a.crt }\nenvironments: { uat: { credentials: { certificateFile: 'C:\\a.crt' } } }`,
      ['4:33 "../a.crt" is not a path inside the project.', '5:56 "C:\\a.crt" is not a path inside the project.'],
    ],
    [
      'people who are no addresses',
      'name: AcmeErp\nmodel: backend\nowner: { email: me }\nidentity: { user: me }',
      ['3:17 "me" is not an e-mail address.', '4:19 "me" is not a username (name@domain.example).'],
    ],
    [
      'names that metadata cannot have',
      `${least}permissions: { objects: { 'Order;x': [read] }, fields: { Order: [read] } }`,
      [
        '4:27 "Order;x" is not an API name such as Order or Invoice__c.',
        '4:58 "Order" is not an API name such as Order.ExternalId__c.',
      ],
    ],
    ['a repeated key', `${least}model: web`, ['4:1 The key "model" is there twice.']],
    ['a repeated key inside', `${least}scopes: { api: a, api: b }`, ['4:19 The key "api" is there twice.']],
    [
      'aliases, anchors and tags',
      'a: &x [1]\nb: *x\nc: !!str 3\nd: !include /etc/passwd',
      [
        '1:7 A manifest has no anchors (&x).',
        '2:4 A manifest has no aliases (*x).',
        '3:10 A manifest has no tags (tag:yaml.org,2002:str).',
        '4:13 A manifest has no tags (!include).',
      ],
    ],
    ['a list as a key', '? [a]\n: b', ['1:1 A manifest has no keys that are lists or maps.']],
    ['an empty file', '', ['1:1 A manifest must be a map (key: value), but is empty.']],
    ['a list', '- a', ['1:1 A manifest must be a map (key: value), but is a list.']],
    [
      'a newer format, and nothing else about it',
      'version: 2\nnews: 1',
      [
        '1:10 This manifest has a newer format than 1, the newest that this version of the plugin reads; update the plugin.',
      ],
    ],
  ];
  for (const [what, text, problems] of cases) {
    it(`refuses ${what}`, () => {
      expect(problemsOf(text)).to.deep.equal(problems);
    });
  }

  it('names the line of a syntax error', () => {
    const [first] = readManifest(`${least}policies: { ipRanges: [\n`, file).problems;
    expect(first)
      .to.include({ line: 5 })
      .and.to.have.property('message')
      .that.matches(/^This is not valid YAML: /);
  });

  it('gives no app when something is wrong, but the lines', () => {
    const { app, lines } = readManifest(`${least}label: [x]`, file);
    expect(app).to.equal(undefined);
    expect(lines).to.include({ label: 4 });
  });

  it('does not choke on what is large, deep or has many keys', function () {
    this.timeout(20_000);
    const inputs = [
      'x'.repeat(2 * 1024 * 1024),
      '['.repeat(100_000),
      `${'- '.repeat(5_000)}a`,
      Array.from({ length: 60_000 }, (_, index) => `key${index}: x`).join('\n'),
      `a: &a [x,x,x,x]\nb: &b [${'*a,'.repeat(9)}]\nc: &c [${'*b,'.repeat(9)}]\nd: [${'*c,'.repeat(9)}]`,
    ];
    const [large, deep, compact, many, bomb] = inputs.map(problemsOf);
    expect(large).to.deep.equal(['1:1 The file has more than 1048576 characters.']);
    expect(deep).to.deep.equal(['1:1 Lists and maps are nested more than 100 deep.']);
    expect(compact).to.deep.equal(deep);
    expect(many).to.deep.equal(['1:1 The file has more than 5000 keys and values.']);
    expect(bomb?.[0]).to.equal('1:7 A manifest has no anchors (&a).');
  });

  it('takes nothing from keys that mean something to JavaScript', () => {
    expect(problemsOf(`${least}__proto__: { label: x }\nconstructor: x`)).to.deep.equal([
      '4:1 "__proto__" is not a key of a manifest.',
      '5:1 "constructor" is not a key of a manifest.',
    ]);
    expect(readManifest(`${least}environments: { __proto__: { callbackUrls: [] } }`, file).environments).to.deep.equal(
      {},
    );
  });
});
