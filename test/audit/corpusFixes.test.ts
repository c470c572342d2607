import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readDocument } from '../../src/registration/readDocument.js';
import type { XmlElement } from '../../src/registration/xml/element.js';
import { needCorpus } from '../registration/corpus.js';
import { restoreCorpus } from './corpusProjects.js';
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

describe('fixes of every project of the corpus', () => {
  let root: string;
  let projects: string[];
  const contents = new Map<string, Buffer>();
  const results: Array<Awaited<ReturnType<typeof fixProject>>> = [];

  before(async function () {
    needCorpus(this);
    ({ root, projects } = restoreCorpus());
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && !path.includes(`${root}/.git/`))
        contents.set(path.slice(root.length + 1), readFileSync(path));
    }
    for (const project of projects) results.push(await fixProject(root, { unsafe: true, paths: [project] }));
  });
  after(() => {
    if (root) rmSync(root, { recursive: true, force: true });
  });

  it('make every finding go away that has one, and bring none', () => {
    const fixable = results.flatMap(({ before }) => before.findings.filter(({ fix }) => fix));
    expect(fixable.length).to.be.greaterThan(400);
    const failures = results.flatMap(({ failed }) => failed);
    expect(failures.map(({ finding, reason }) => [finding.rule, finding.location?.file, reason])).to.deep.equal([]);
    const introduced = results.flatMap((result) => result.introduced);
    expect(introduced.map(({ rule, location, message }) => [rule, location?.file, message])).to.deep.equal([]);
    const fixed = results.flatMap((result) => result.fixed);
    expect(fixed).to.have.length(fixable.length);
    expect(new Set(fixed.map(({ rule }) => rule)).size).to.be.greaterThan(15);
  });

  it('touch the elements that they are about, and nothing else of a file', () => {
    expect(results.flatMap(({ files }) => files).length).to.be.greaterThan(80);
    for (const { files, fixed } of results) {
      const allowed = new Set(fixed.flatMap(({ rule }) => touched[rule] ?? []));
      for (const file of files) {
        const [old = Buffer.alloc(0), now] = [contents.get(file), readFileSync(join(root, file))];
        const [was, is] = [readDocument(file, old).root, readDocument(file, now).root];
        expect(was && is, file).to.be.an('object');
        if (!was || !is) continue;
        const differing = [...difference(leaves(was), leaves(is)), ...difference(leaves(is), leaves(was))];
        expect(
          differing.map(nameOf).filter((leaf) => !allowed.has(leaf)),
          file,
        ).to.deep.equal([]);
        expect(comments(now.toString()), file).to.have.members(comments(old.toString()));
        expect(now.subarray(0, 3).equals(old.subarray(0, 3)), `${file}: start`).to.equal(true);
        expect(now.includes('\r\n'), `${file}: line breaks`).to.equal(old.includes('\r\n'));
        expect(now.at(-1), `${file}: end`).to.equal(old.at(-1));
      }
    }
  });

  it('leave every other file as it was', () => {
    const fixed = new Set(results.flatMap(({ files }) => files));
    for (const [file, content] of contents) {
      if (!fixed.has(file)) expect(readFileSync(join(root, file)).equals(content), file).to.equal(true);
    }
    expect(
      readdirSync(root, { recursive: true }).filter((name) => !String(name).startsWith('.git')).length,
    ).to.be.at.least(contents.size);
  });

  it('leave nothing to fix behind, safe or not', async () => {
    for (const project of projects) {
      const { before, files } = await fixProject(root, { unsafe: true, paths: [project] });
      const left = before.findings.filter(({ fix }) => fix).map(({ rule, location }) => [rule, location?.file]);
      expect([left, files], project).to.deep.equal([[], []]);
    }
  });
});
