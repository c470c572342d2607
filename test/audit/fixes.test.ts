import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { catalogue } from '../../src/audit/catalogue.js';
import { lineDifference } from '../registration/edit/lineDifference.js';
import { exampleOf, filesOf, writeExample } from '../scripts/ruleExamples.js';
import { fixProject } from './fixProject.js';

/** The fix of the bad example of each rule: lines that go and lines that come. */
const differences: Record<string, { kind: 'safe' | 'unsafe'; gone: string[]; come: string[] }> = {
  'rotate-on-deploy': {
    kind: 'safe',
    gone: ['<shouldRotateConsumerKey>true</>', '<shouldRotateConsumerSecret>true</>'],
    come: ['<shouldRotateConsumerKey>false</>', '<shouldRotateConsumerSecret>false</>'],
  },
  'org-bound-metadata': { kind: 'safe', gone: ['<oauthLink>00D000000000001:888000000000001</>'], come: [] },
  'secret-bearing-file-tracked': {
    kind: 'unsafe',
    gone: ['<consumerKey>3MVG9ExampleKeyOfTheProductionOrg</>'],
    come: [],
  },
  'self-authorization-allowed': {
    kind: 'unsafe',
    gone: ['<isAdminApproved>false</>'],
    come: ['<isAdminApproved>true</>'],
  },
  'guest-code-credential-flow': {
    kind: 'unsafe',
    gone: ['<isGuestCodeCredFlowEnabled>true</>'],
    come: ['<isGuestCodeCredFlowEnabled>false</>'],
  },
  'client-secrets-readable': {
    kind: 'unsafe',
    gone: ['<enableClientSecretInRestApiAccess>true</>'],
    come: ['<enableClientSecretInRestApiAccess>false</>'],
  },
  'full-scope': { kind: 'unsafe', gone: ['<scopes>Full</>'], come: [] },
  'ui-scope-on-headless-app': { kind: 'unsafe', gone: ['<scopes>Web</>'], come: [] },
  'refresh-scope-unneeded': { kind: 'unsafe', gone: ['<scopes>RefreshToken</>'], come: [] },
  'refresh-token-never-expires': {
    kind: 'unsafe',
    gone: ['<refreshTokenPolicy>infinite</>'],
    come: ['<refreshTokenPolicy>specific_inactivity:30:DAYS</>'],
  },
  'refresh-token-too-long': {
    kind: 'unsafe',
    gone: ['<refreshTokenPolicy>specific_inactivity:12:MONTHS</>'],
    come: ['<refreshTokenPolicy>specific_inactivity:30:DAYS</>'],
  },
  'refresh-token-rotation-off': {
    kind: 'unsafe',
    gone: ['<isRefreshTokenRotationEnabled>false</>'],
    come: ['<isRefreshTokenRotationEnabled>true</>'],
  },
  'session-timeout-missing': {
    kind: 'unsafe',
    gone: [],
    come: ['<sessionPolicy>', '<sessionTimeout>120</>', '</>'],
  },
  'username-password-flow': {
    kind: 'unsafe',
    gone: ['<blockOAuthUnPwFlow>false</>'],
    come: ['<blockOAuthUnPwFlow>true</>'],
  },
  'user-agent-flow': {
    kind: 'unsafe',
    gone: ['<blockOAuthUsrAgtFlow>false</>'],
    come: ['<blockOAuthUsrAgtFlow>true</>'],
  },
  'device-flow': {
    kind: 'unsafe',
    gone: ['<isDeviceFlowEnabled>true</>'],
    come: ['<isDeviceFlowEnabled>false</>'],
  },
  'pkce-not-required': { kind: 'unsafe', gone: ['<isPkceRequired>false</>'], come: ['<isPkceRequired>true</>'] },
  'public-client-without-pkce': {
    kind: 'unsafe',
    gone: ['<isPkceRequired>false</>'],
    come: ['<isPkceRequired>true</>'],
  },
  'secret-optional-on-refresh': {
    kind: 'unsafe',
    gone: ['<isSecretRequiredForRefreshToken>false</>'],
    come: ['<isSecretRequiredForRefreshToken>true</>'],
  },
  'ip-relaxation': {
    kind: 'unsafe',
    gone: ['<ipRelaxation>BYPASS</>'],
    come: ['<ipRelaxation>ENFORCE</>'],
  },
  'secret-in-source': {
    kind: 'unsafe',
    gone: ['<consumerSecret>0123456789ABCDEF0123456789ABCDEF</>'],
    come: [],
  },
};

const shortened = (lines: string[]): string[] => lines.map((line) => line.trim().replace(/<\/\w+>$/, '</>'));

describe('the fix of the bad example of', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'fix-examples-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const difference = (id: string): { gone: string[]; come: string[] } => {
    const all = filesOf(exampleOf(id, 'Bad')).map(([name, before]) =>
      lineDifference(`${before}\n`, readFileSync(join(root, name), 'utf8')),
    );
    return { gone: shortened(all.flatMap(({ gone }) => gone)), come: shortened(all.flatMap(({ come }) => come)) };
  };

  for (const [id, { kind, ...lines }] of Object.entries(differences)) {
    it(`${id} is ${kind} and changes the lines that it is about`, async () => {
      writeExample(root, id, 'Bad');
      const safe = await fixProject(root, { selectors: [id] });
      expect(safe.fixed.length > 0).to.equal(kind === 'safe');
      const { before, fixed, failed, result } = await fixProject(root, { selectors: [id], unsafe: true });
      expect(failed).to.deep.equal([]);
      expect(fixed).to.have.length(kind === 'safe' ? 0 : before.findings.length);
      expect(result.findings.filter(({ fix }) => fix?.status !== 'applied')).to.deep.equal([]);
      expect(difference(id)).to.deep.equal(lines);
      expect(readdirSync(root, { recursive: true }).filter((name) => /[0-9a-f]{12}$/.test(String(name)))).to.satisfy(
        (names: string[]) => names.every((name) => name.startsWith('.git')),
      );
    });
  }

  it('every rule that has one is among these; metadata-invalid fixes order only, which its example is not about', () => {
    const ids = catalogue.filter(({ fix }) => fix).map(({ id }) => id);
    expect([...Object.keys(differences), 'metadata-invalid']).to.have.members(ids);
  });
});
