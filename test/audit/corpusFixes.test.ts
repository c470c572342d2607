import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readDocument } from '../../src/registration/readDocument.js';
import type { XmlElement } from '../../src/registration/xml/element.js';
import { corpusDirectory, needCorpus } from '../registration/corpus.js';
import { fixProject } from './fixProject.js';

/** The elements that a fix of each rule may touch, and no other. */
const touched: Record<string, readonly string[]> = {
  'rotate-on-deploy': ['shouldRotateConsumerKey', 'shouldRotateConsumerSecret'],
  'org-bound-metadata': ['oauthLink', 'orgScopedExternalApp', 'consumerKey'],
  'secret-in-source': ['consumerSecret'],
  'secret-bearing-file-tracked': ['consumerKey', 'consumerSecret'],
  'metadata-invalid': [],
  'pkce-not-required': ['isPkceRequired'],
  'public-client-without-pkce': ['isPkceRequired'],
  'refresh-token-rotation-off': ['isRefreshTokenRotationEnabled'],
  'secret-optional-on-refresh': ['isSecretRequiredForRefreshToken'],
  'ip-relaxation': ['ipRelaxation', 'ipRelaxationPolicyType'],
  'self-authorization-allowed': ['isAdminApproved', 'permittedUsersPolicyType'],
  'session-timeout-missing': ['sessionTimeout', 'sessionTimeoutInMinutes'],
  'refresh-token-never-expires': [
    'refreshTokenPolicy',
    'refreshTokenPolicyType',
    'refreshTokenValidityPeriod',
    'refreshTokenValidityUnit',
    // Comes with a group that was not there, as the platform's default.
    'ipRelaxation',
  ],
  'refresh-token-too-long': [
    'refreshTokenPolicy',
    'refreshTokenPolicyType',
    'refreshTokenValidityPeriod',
    'refreshTokenValidityUnit',
  ],
  'full-scope': ['scopes', 'commaSeparatedOauthScopes'],
  'refresh-scope-unneeded': ['scopes', 'commaSeparatedOauthScopes'],
  'ui-scope-on-headless-app': ['scopes', 'commaSeparatedOauthScopes'],
  'device-flow': ['isDeviceFlowEnabled'],
  'client-secrets-readable': ['enableClientSecretInRestApiAccess', 'enableConsumerSecretApiAccess'],
  'username-password-flow': ['blockOAuthUnPwFlow'],
  'user-agent-flow': ['blockOAuthUsrAgtFlow'],
};

/** Every element that holds a text, and how often: its order says nothing. */
const leaves = (element: XmlElement, parent = ''): string[] => {
  const path = `${parent}/${element.name}`;
  if (element.children.length === 0) return [`${path} = ${element.text}`];
  return element.children.flatMap((child) => leaves(child, path));
};

const difference = (one: readonly string[], other: readonly string[]): string[] => {
  const rest = [...other];
  return one.filter((leaf) => {
    const at = rest.indexOf(leaf);
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
};

const nameOf = (leaf: string): string => /([^/ ]+) = /.exec(leaf)?.[1] ?? leaf;

const comments = (text: string): string[] => text.match(/<!--[^]*?-->/g) ?? [];

describe('fixes of every file of the corpus', () => {
  let root: string;
  before(function () {
    needCorpus(this);
    root = mkdtempSync(join(tmpdir(), 'corpus-fixes-'));
    cpSync(corpusDirectory, root, { recursive: true });
    // Only what git tracks can be tracked by mistake.
    execFileSync('git', ['init', '-q'], { cwd: root });
    execFileSync('git', ['add', '-A', '-f'], { cwd: root });
  });
  after(() => {
    if (root) rmSync(root, { recursive: true, force: true });
  });

  it('make the finding go away, bring none, and touch nothing else', async () => {
    const { before, fixed, failed, introduced, files } = await fixProject(root, { unsafe: true, paths: [root] });

    const fixable = before.findings.filter(({ fix }) => fix);
    expect(fixable.length).to.be.greaterThan(250);
    expect(fixed.length + failed.length).to.equal(fixable.length);
    expect(failed.map(({ finding, reason }) => [finding.rule, finding.location?.file, reason])).to.deep.equal([]);
    expect(introduced.map(({ rule, location, message }) => [rule, location?.file, message])).to.deep.equal([]);

    expect(files.length).to.be.greaterThan(60);
    const rulesOf = Map.groupBy(fixed, ({ app }) => app);
    for (const file of files) {
      const [old, now] = [readFileSync(join(corpusDirectory, file)), readFileSync(join(root, file))];
      const [{ root: was }, { root: is, name }] = [readDocument(file, old), readDocument(file, now)];
      expect(was && is, file).to.be.an('object');
      if (!was || !is) continue;
      const differing = [...difference(leaves(was), leaves(is)), ...difference(leaves(is), leaves(was))];
      const allowed = [...rulesOf].flatMap(([, findings]) => findings.flatMap(({ rule }) => touched[rule] ?? [rule]));
      expect(
        differing.map(nameOf).filter((leaf) => !allowed.includes(leaf)),
        `${file} of ${name}`,
      ).to.deep.equal([]);
      expect(comments(now.toString()), file).to.have.members(comments(old.toString()));
      expect(now.subarray(0, 3).equals(old.subarray(0, 3)), `${file}: start`).to.equal(true);
      expect(now.includes('\r\n'), `${file}: line breaks`).to.equal(old.includes('\r\n'));
    }
  });

  it('leave nothing to fix behind, safe or not', async () => {
    const { before, files } = await fixProject(root, { unsafe: true, paths: [root] });
    expect(before.findings.filter(({ fix }) => fix).map(({ rule, location }) => [rule, location?.file])).to.deep.equal(
      [],
    );
    expect(files).to.deep.equal([]);
  });
});
