import { expect } from 'chai';
import { secretSightings } from '../../../src/inventory/source/secretSightings.js';

const base64 = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj';
// Put together here, so that this file holds nothing that looks like a key.
const begin = (label: string): string => `-----BEGIN ${label}-----`;
const secret = '8A7F4E2B1C9D3E6F8A7F4E2B1C9D3E6F';
const refresh = `5Aep${'861TSESvWeug_xvFHRBTTbf_YrTWgEyjBJ'}.rfPnLwz`;

const seen: Array<[string, string, string, string]> = [
  ['a PEM key', 'a.pem', `${begin('PRIVATE KEY')}\n${base64}\n`, 'private-key'],
  ['a PEM key in JSON', 'a.json', `{"k": "${begin('RSA PRIVATE KEY')}\\n${base64}\\n"}`, 'private-key'],
  [
    'an old encrypted PEM key with Windows line ends',
    'server.key',
    `${begin('RSA PRIVATE KEY')}\r\nProc-Type: 4,ENCRYPTED\r\nDEK-Info: AES-256-CBC,AB12\r\n\r\n${base64}`,
    'private-key',
  ],
  ['an authentication URL', 'url.txt', `force://PlatformCLI::${refresh}@acme.my.salesforce.com`, 'sfdx-auth-url'],
  ['a refresh token', 'notes.md', `token ${refresh}`, 'refresh-token'],
  ['an access token', 'run.sh', `00D5g000004XyZz!AQEAQKd8f7s6d5f4g3h2j1k0.${secret}`, 'access-token'],
  ['a dotenv secret', '.env', `SF_CLIENT_SECRET=${secret}`, 'client-secret'],
  ['a dotenv secret of one environment', '.env.production', `CLIENT_SECRET = "${secret}"`, 'client-secret'],
  ['an old secret of digits', 'c.json', '{"clientSecret": "1234509876543219876"}', 'client-secret'],
  ['a YAML secret', 'c.yaml', `sf:\n  client_secret: ${secret} # prod`, 'client-secret'],
  ['a properties secret', 'sf.properties', `sfdc.consumer.secret=${secret}`, 'client-secret'],
  ['an Apex literal', 'A.cls', `String consumerSecret = '${secret}';`, 'client-secret'],
  ['a literal in a request', 'x.js', `body: 'grant_type=refresh&client_secret=${secret}'`, 'client-secret'],
  ['an argument of curl', 'x.sh', `curl -d "client_secret=${secret}"`, 'client-secret'],
  ['an element', 'x.xml', `<consumerSecret>${secret}</consumerSecret>`, 'client-secret'],
];

const passed: Array<[string, string, string]> = [
  ['code that looks for keys', 'a.js', `if (text.startsWith('${begin('PRIVATE KEY')}')) {}`],
  ['a key cut short in a guide', 'k.md', `${begin('PRIVATE KEY')}\nMII...\n`],
  ['a certificate', 'c.pem', `${begin('CERTIFICATE')}\n${base64}\n`],
  ['a public key', 'p.pem', `${begin('PUBLIC KEY')}\n${base64}\n`],
  ['a shell variable', '.env', 'CLIENT_SECRET=${SECRET_1234567890}'],
  ['a pipeline expression', 'a.yml', 'client_secret: ${{ secrets.SF_CLIENT_SECRET1 }}'],
  ['changeme', '.env', 'CLIENT_SECRET=changeme-1234567'],
  ['your-secret', '.env', 'CLIENT_SECRET=your-client-secret-1'],
  ['an example', 'a.json', '{"client_secret": "example1234567890abc"}'],
  ['asterisks', 'x.xml', '<consumerSecret>****************1</consumerSecret>'],
  ['angle brackets', 'a.json', '{"clientSecret": "<secret>"}'],
  ['an empty value', 'a.env', 'CLIENT_SECRET='],
  ['a call in code', 'a.ts', 'const clientSecret = readSecret2fromVault();'],
  ['an environment variable in code', 'a.ts', 'clientSecret: process.env.CLIENT_SECRET_2'],
  ['a switch of every connected app', 'x.xml', '<isConsumerSecretOptional>false</isConsumerSecretOptional>'],
  ['the form of an authentication URL', 'a.md', 'force://<clientId>:<clientSecret>:<refreshToken>@<instance>'],
];

describe('secrets in files', () => {
  for (const [what, file, text, kind] of seen) {
    it(`are seen: ${what}`, () => {
      const sightings = secretSightings(`first line\n${text}`, file, true);
      expect(sightings.map(({ value }) => value.kind)).to.deep.equal([kind]);
      expect(sightings[0]).to.deep.include({ trackedByGit: true });
      expect(sightings[0]?.at.startLine).to.equal(text.startsWith('sf:') ? 3 : 2);
    });
  }

  it('are never kept', () => {
    for (const [, file, text] of seen) {
      const kept = JSON.stringify(secretSightings(text, file, undefined));
      for (const value of [secret, base64, refresh, '1234509876543219876']) expect(kept).to.not.include(value);
    }
  });

  for (const [what, file, text] of passed) {
    it(`are not seen in what is none: ${what}`, () => {
      expect(secretSightings(text, file, undefined)).to.deep.equal([]);
    });
  }

  it('take no time to speak of in a megabyte of almost secrets', () => {
    const almost = [
      'secret ',
      'client_secret',
      '<clientsecret>',
      'app_',
      'force://',
      '00D',
      begin('PRIVATE KEY'),
      '\\n"',
    ];
    const started = performance.now();
    for (const part of almost) {
      const text = `${begin('PRIVATE KEY')}${part.repeat(1_000_000 / part.length)}secret=`;
      secretSightings(text, 'a.env', undefined);
    }
    expect(performance.now() - started).to.be.below(10_000);
  });
});
