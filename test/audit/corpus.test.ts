import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { expect } from 'chai';
import { defaultConfig } from '../../src/audit/auditConfig.js';
import { catalogue } from '../../src/audit/catalogue.js';
import type { AuditFinding } from '../../src/audit/result.js';
import { ruleContext } from '../../src/audit/ruleContext.js';
import { audit } from '../../src/audit/run.js';
import { inventoryFromSource } from '../../src/inventory/fromSource.js';
import { needCorpus } from '../registration/corpus.js';
import {
  asksForRefresh,
  certificateEnd,
  corpusAppsOf,
  corpusFilesOf,
  globalText,
  isCa,
  isDummy,
  isNative,
  isOff,
  isOn,
  isPackaged,
  redirects,
  refreshPolicyOf,
  scopesOf,
  signsInAlone,
  urlsOf,
  usesOauth,
  type CorpusApp,
  type CorpusFile,
} from './corpusFacts.js';
import { restoreCorpus } from './corpusProjects.js';

const today = new Date('2026-11-23T12:00:00Z');

/** What each rule must say of the corpus, found without our reader; and why the rest is right to pass. */
type Expectation = { count: number; passes: string } & (
  | { apps: (app: CorpusApp, all: readonly CorpusApp[]) => boolean }
  | { files: (file: CorpusFile, all: readonly CorpusFile[]) => boolean }
);

const isSettings = (name: string, { file }: CorpusFile): boolean => file.includes(`/${name}.settings`);
const isMasked = (text: string): boolean =>
  /^[*xX.]+$|^REDACTED$|^\$\{|\{\{|^__\w+__$|^REPLACE_|^(<|&lt;)\w+(>|&gt;)$/.test(text);
const holds = (text: string | undefined): boolean => text !== undefined && !isMasked(text);

const noFile = 'no file of the corpus has it';
const nothing = (passes: string): Expectation => ({ count: 0, passes, files: () => false });
const isAdminApproved = (app: CorpusApp): boolean =>
  isCa(app)
    ? isOn(app, 'isAdminApproved')
    : app.policies?.one('permittedUsersPolicyType') === 'AdminApprovedPreAuthorized';
const granted = (app: CorpusApp): string[] =>
  isCa(app)
    ? [...app.header.all('permissionSetName'), ...app.header.all('profileName')]
    : [app.policies?.one('commaSeparatedPermissionSet'), app.policies?.one('commaSeparatedProfile')].filter(
        (text) => text !== undefined,
      );
const isMobile = (app: CorpusApp): boolean =>
  app.header.all('mobileAppConfig').length + app.header.all('mobileStartUrl').length > 0;
const signUp = ['UserRegistration', 'UserRegistrationApi', 'PwdlessLogin', 'PwdlessLoginApi', 'ForgotPassword'];
const isForThePublic = (app: CorpusApp): boolean =>
  scopesOf(app).some((scope) => signUp.includes(scope)) && !scopesOf(app).includes('Full');
const usesClientCredentials = (app: CorpusApp): boolean =>
  isOn(app, 'isClientCredentialEnabled') ||
  (isOn(app, 'isClientCredentialsFlowEnabled') && app.policies?.one('isClientCredentialsFlowEnabled') === 'true');
const runsAs = (app: CorpusApp): string | undefined =>
  globalText(app, 'oauthClientCredentialUser') ?? app.policies?.one('clientCredentialsFlowUser');
const onlyClientCredentials = (app: CorpusApp): boolean =>
  usesClientCredentials(app) && globalText(app, 'certificate') === undefined && urlsOf(app).every(isDummy);
const getsRefreshTokens = (app: CorpusApp): boolean => asksForRefresh(app) && urlsOf(app).length > 0;
const isPublic = (app: CorpusApp): boolean => isOn(app, 'isConsumerSecretOptional') || isNative(app);
/** PKCE is on unless switched off for External Client Apps, off unless switched on for connected apps. */
const lacksPkce = (app: CorpusApp): boolean =>
  isCa(app) ? !isOn(app, 'isPkceRequired') : app.global !== undefined && isOff(app, 'isPkceRequired');
const months = { HOURS: 1 / 720, DAYS: 1 / 30, MONTHS: 1 };
/** What policies mean in days: a third of a year by lifetime, a month by inactivity is the limit. */
const livesTooLong = (app: CorpusApp): boolean => {
  const spelled = /^specific_(lifetime|inactivity):(\d+):(HOURS|DAYS|MONTHS)$/.exec(refreshPolicyOf(app) ?? '');
  const type = app.policies?.one('refreshTokenPolicyType') ?? '';
  if (!isCa(app) && !app.policies) return false;
  // Policies that say nothing are those that an org makes by itself: a year.
  if (!isCa(app) && type === '') return true;
  const rule = isCa(app) ? spelled?.[1] : { SpecificLifetime: 'lifetime', SpecificInactivity: 'inactivity' }[type];
  const unit = (isCa(app) ? spelled?.[3] : app.policies?.one('refreshTokenValidityUnit')?.toUpperCase()) ?? 'DAYS';
  const period = Number(isCa(app) ? spelled?.[2] : app.policies?.one('refreshTokenValidityPeriod'));
  return rule !== undefined && period * months[unit as keyof typeof months] > (rule === 'lifetime' ? 3 : 1);
};
const neverExpires = (app: CorpusApp): boolean =>
  isCa(app) ? refreshPolicyOf(app) === 'infinite' : app.policies?.one('refreshTokenPolicyType') === 'Infinite';
const endsAtOnce = (app: CorpusApp): boolean =>
  refreshPolicyOf(app) === 'zero' || app.policies?.one('refreshTokenPolicyType') === 'Zero';
const timeoutOf = (app: CorpusApp): string | undefined =>
  isCa(app) ? app.header.one('sessionPolicy.sessionTimeout') : app.policies?.one('sessionTimeoutInMinutes');
const isCli = (app: CorpusApp): boolean =>
  isNative(app) && urlsOf(app).every((url) => url.startsWith('http:')) && !signsInAlone(app);
const ownCode = (app: CorpusApp): boolean => usesOauth(app) && !isPackaged(app) && redirects(app);
const hostOf = (url: string): string => /^https?:\/\/([^/:]+)/i.exec(url)?.[1]?.toLowerCase() ?? '';
const isTestHost = (url: string): boolean =>
  /(^|[.-])(dev|test|uat|qa|staging|sandbox|stage)\d*[.-]|^test\.salesforce\.com$|-dev-ed\.my\.salesforce\.com$/.test(
    hostOf(url),
  );
const isProductionHost = (url: string): boolean =>
  hostOf(url) !== '' && hostOf(url) !== 'localhost' && !isTestHost(url);
const isLocalhost = (url: string): boolean => /^https?:\/\/localhost([:/]|$)/i.test(url);
const aiScopes = ['SFAP', 'SFApiPlatform', 'MCP', 'McpApi', 'EinsteinGPT', 'EinsteinGPTApi'];
const powers = [...aiScopes, 'CDPIngest', 'UserRegistration', 'PwdlessLogin', 'PwdlessLoginApi'];
const aside = ['RefreshToken', 'OfflineAccess', 'Basic', 'OpenID'];

const ordered = new XMLParser({
  preserveOrder: true,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  parseTagValue: false,
});
type Node = Record<string, unknown>;
/** In both families the elements of a schema stand in the order of the alphabet. */
const isSorted = (nodes: Node[]): boolean => {
  const named = nodes.filter((node) => !('#text' in node) && !('?xml' in node));
  const names = named.map((node) => Object.keys(node).find((key) => key !== ':@') ?? '');
  const sorted = names.every(
    (name, index) => index === 0 || (names[index - 1] ?? '').toLowerCase() <= name.toLowerCase(),
  );
  return sorted && named.every((node, index) => isSorted((node[names[index] ?? ''] ?? []) as Node[]));
};

const expectations: Record<string, Expectation> = {
  'rotate-on-deploy': {
    count: 0,
    passes: 'no file says true for either switch',
    files: ({ text }) => /<shouldRotateConsumer(Key|Secret)>\s*true/.test(text),
  },
  'org-bound-metadata': {
    count: 83,
    passes: 'the others have no such element, a masked one, or an ECA file that belongs to no app of the project',
    apps: (app) =>
      [globalText(app, 'consumerKey'), app.settings?.one('oauthLink'), app.header.one('orgScopedExternalApp')].some(
        holds,
      ),
  },
  'secret-bearing-file-tracked': {
    count: 7,
    passes: 'a connected app is no file that a guide wants out of git; the one other file has neither key nor secret',
    files: ({ file, text }) => file.includes('.ecaGlblOauth') && /<consumer(Key|Secret)>[^<\s]/.test(text),
  },
  'admin-approval-without-grant': {
    count: 0,
    passes: 'each admin-approved app names a permission set or a profile',
    apps: (app) => usesOauth(app) && isAdminApproved(app) && granted(app).length === 0,
  },
  'permission-set-over-broad': nothing('no permission set of the corpus lies beside the app that names it'),
  'metadata-invalid': {
    count: 13,
    passes: 'the others are well-formed, hold what their name says, keep the order and have their parent',
    files: (file, all) =>
      file.type === undefined ||
      (file.file.includes('.connectedApp') && file.type !== 'ConnectedApp') ||
      (!file.file.includes('.settings') && !isSorted(ordered.parse(file.text) as Node[])) ||
      (/\.eca[A-Z]/.test(file.file) &&
        !all.some(
          (other) =>
            other.project === file.project &&
            other.file.includes(`/${file.one('externalClientApplication')}.eca-meta.xml`),
        )),
  },
  'flow-without-prerequisite': {
    count: 1,
    passes: 'the others name a user, have the scope beside their certificate, or a callback',
    apps: (app) =>
      (usesOauth(app) && usesClientCredentials(app) && runsAs(app) === undefined) ||
      (globalText(app, 'certificate') !== undefined && !asksForRefresh(app)) ||
      (usesOauth(app) && app.global !== undefined && urlsOf(app).length === 0 && !signsInAlone(app)),
  },
  'description-or-contact-missing': {
    count: 81,
    passes: 'the others have both',
    apps: (app) =>
      !isPackaged(app) && (app.header.one('description') === undefined || app.header.one('contactEmail') === undefined),
  },
  'self-authorization-allowed': {
    count: 62,
    passes: 'the others are admin-approved, made for everyone, without a user, or have no OAuth',
    apps: (app) =>
      usesOauth(app) &&
      app.policies !== undefined &&
      !isAdminApproved(app) &&
      !isMobile(app) &&
      !isForThePublic(app) &&
      !onlyClientCredentials(app),
  },
  'approved-app-unassigned': {
    count: 0,
    passes: 'each admin-approved app names a permission set or a profile',
    apps: (app) => usesOauth(app) && isAdminApproved(app) && granted(app).length === 0,
  },
  'approved-for-broad-profile': {
    count: 16,
    passes: 'the others let everyone in anyway, name no profile, or that of an integration',
    apps: (app) =>
      usesOauth(app) &&
      isAdminApproved(app) &&
      app.header.all('profileName').some((name) => !/integration/i.test(name)),
  },
  'api-access-control-off': {
    count: 0,
    passes: 'no project of the corpus keeps the settings of connected apps',
    files: (file) => isSettings('ConnectedApp', file),
  },
  'guest-code-credential-flow': {
    count: 0,
    passes: noFile,
    files: ({ text }) => /<isGuestCodeCredFlowEnabled>\s*true/.test(text),
  },
  'client-secrets-readable': {
    count: 0,
    passes: 'the settings lie beside no External Client App',
    files: (file, all) =>
      isSettings('ExternalClientApp', file) &&
      all.some(({ project, type }) => project === file.project && type === 'ExternalClientApplication'),
  },
  'full-scope': {
    count: 54,
    passes: 'the others do not ask for it',
    apps: (app) => scopesOf(app).includes('Full'),
  },
  'ui-scope-on-headless-app': {
    count: 0,
    passes: 'each app with a browser scope has a callback at which somebody waits, or no other flow set up',
    apps: (app) =>
      scopesOf(app).some((scope) => ['Web', 'CustomApplications', 'Lightning'].includes(scope)) &&
      signsInAlone(app) &&
      !urlsOf(app).some((url) => /1717\/OauthRedirect/i.test(url)) &&
      urlsOf(app).every((url) => isDummy(url)),
  },
  'refresh-scope-unneeded': {
    count: 1,
    passes: 'the others have another flow, or do not ask for it',
    apps: (app) => usesOauth(app) && asksForRefresh(app) && onlyClientCredentials(app),
  },
  'powerful-scope': {
    count: 8,
    passes: 'the others ask for none of them, or for those of AI products and nothing else',
    apps: (app) =>
      scopesOf(app).some((scope) => powers.includes(scope)) &&
      !scopesOf(app).every((scope) => aiScopes.includes(scope) || aside.includes(scope)),
  },
  'refresh-token-never-expires': {
    count: 50,
    passes: 'the others expire, or get no refresh token',
    apps: (app) => usesOauth(app) && neverExpires(app) && getsRefreshTokens(app),
  },
  'refresh-token-too-long': {
    count: 4,
    passes: 'the others stay within 90 days of life or 30 without use, never expire, or get no refresh token',
    apps: (app) => usesOauth(app) && livesTooLong(app) && getsRefreshTokens(app),
  },
  'refresh-token-rotation-off': {
    count: 40,
    passes: 'the others rotate, end their tokens at once, get none, or are packaged',
    apps: (app) =>
      ownCode(app) && getsRefreshTokens(app) && !isOn(app, 'isRefreshTokenRotationEnabled') && !endsAtOnce(app),
  },
  'session-timeout-missing': {
    count: 83,
    passes: 'the others have one of two hours at most; one spells it in words, which is not evaluated',
    apps: (app) => {
      const timeout = timeoutOf(app);
      if (!usesOauth(app) || app.policies === undefined) return false;
      return timeout === undefined || Number(timeout) > (isCli(app) ? 15 : 120);
    },
  },
  'username-password-flow': {
    count: 3,
    passes: 'one file blocks it; the others are no settings of OAuth',
    files: ({ text }) => /<blockOAuthUnPwFlow>\s*false/.test(text),
  },
  'user-agent-flow': {
    count: 4,
    passes: 'the others are no settings of OAuth',
    files: ({ text }) => /<blockOAuthUsrAgtFlow>\s*false/.test(text),
  },
  'device-flow': { count: 0, passes: noFile, files: ({ text }) => /<isDeviceFlowEnabled>\s*true/.test(text) },
  'pkce-not-required': {
    count: 64,
    passes: 'the others require it, have no redirect, or are packaged',
    apps: (app) => ownCode(app) && lacksPkce(app),
  },
  'public-client-without-pkce': {
    count: 12,
    passes: 'the others require the secret or PKCE',
    apps: (app) => ownCode(app) && lacksPkce(app) && isOn(app, 'isConsumerSecretOptional'),
  },
  'secret-optional-on-refresh': {
    count: 16,
    passes: 'the others require it, have none, or get no refresh token',
    apps: (app) =>
      usesOauth(app) &&
      !isPackaged(app) &&
      isOff(app, 'isSecretRequiredForRefreshToken') &&
      !isPublic(app) &&
      getsRefreshTokens(app),
  },
  'callback-plain-http': {
    count: 1,
    passes: 'the others use https, this machine or a scheme of their own',
    apps: (app) =>
      ownCode(app) &&
      urlsOf(app).some((url) => /^http:\/\/(?!localhost|127\.0\.0\.1)/i.test(url) && !url.includes('*')),
  },
  'callback-unsafe-host': {
    count: 23,
    passes: 'the others lead to hosts of somebody, or are dummies of apps without a user',
    apps: (app) =>
      ownCode(app) &&
      urlsOf(app).some((url) =>
        /\*|^https?:\/\/(oauth\.pstmn\.io|(login|test)\.salesforce\.com\/services\/oauth2\/(success|callback)|[\w-]+\.ngrok|\d+\.\d+\.\d+\.\d+)/.test(
          url.replace(/^http:\/\/127\.0\.0\.1/, ''),
        ),
      ),
  },
  'callback-localhost-shared': {
    count: 8,
    passes: 'the others have no localhost, nothing but that of the CLI, or no secret',
    apps: (app) =>
      ownCode(app) &&
      urlsOf(app).some(isLocalhost) &&
      (urlsOf(app).some((url) => /^https?:/i.test(url) && !isLocalhost(url)) ||
        urlsOf(app).some((url) => /^https:/i.test(url)) ||
        (!isNative(app) && !isOn(app, 'isConsumerSecretOptional'))),
  },
  'callback-mixed-environments': {
    count: 2,
    passes: 'the others have five callbacks at most, all of one environment',
    apps: (app) =>
      ownCode(app) && (urlsOf(app).length > 5 || (urlsOf(app).some(isTestHost) && urlsOf(app).some(isProductionHost))),
  },
  'ip-relaxation': {
    count: 37,
    passes: 'the others enforce',
    apps: (app) =>
      usesOauth(app) &&
      /^(bypass|enforce_?relax)/i.test(
        (isCa(app) ? app.header.one('oauthPolicy.ipRelaxation') : app.policies?.one('ipRelaxationPolicyType')) ?? '',
      ),
  },
  'ip-range-too-wide': {
    count: 0,
    passes: 'the few ranges are of single addresses; a wide one stands in the settings of an org',
    files: ({ file, text }) =>
      !file.includes('.settings') &&
      [...text.matchAll(/<(?:end|endIpAddress)>([\d.]+)<[^]*?<(?:start|startIpAddress)>([\d.]+)</g)].some(
        ([, end = '', start = '']) => end.split('.').slice(0, 2).join() !== start.split('.').slice(0, 2).join(),
      ),
  },
  'run-as-user-unfit': {
    count: 1,
    passes: 'the others name a user, or have the flow off',
    apps: (app) => usesOauth(app) && usesClientCredentials(app) && runsAs(app) === undefined,
  },
  'secret-in-source': {
    count: 2,
    passes: 'the only other secret of the corpus is masked',
    files: ({ text }) => [...text.matchAll(/<consumerSecret>([^<]+)</g)].some(([, secret]) => holds(secret)),
  },
  'consumer-key-reused': {
    count: 2,
    passes: 'the other keys are masked, as a rule with x',
    files: ({ project, text }, all) => {
      const keyOf = (file: string): string => /<(?:\w+:)?consumerKey>([^<]{8,})</.exec(file)?.[1] ?? '';
      const key = keyOf(text);
      return (
        key !== '' &&
        !/x{6}|X{6}/.test(key) &&
        all.filter((other) => other.project === project && keyOf(other.text) === key).length > 1
      );
    },
  },
  'shared-integration-user': {
    count: 0,
    passes: 'no user stands in two apps of a project',
    apps: (app, all) =>
      runsAs(app) !== undefined &&
      all.some(
        (other) => other !== app && other.header.project === app.header.project && runsAs(other) === runsAs(app),
      ),
  },
  'secret-rotation-overdue': nothing(
    'no project of the corpus has manifests, and nothing else says when: not evaluated',
  ),
  'certificate-expiring': {
    count: 14,
    passes: 'the others have no certificate, a masked one, or one of years',
    apps: (app) => {
      const end = certificateEnd(app);
      return (
        usesOauth(app) && !isPackaged(app) && end !== undefined && end.getTime() < today.getTime() + 60 * 86_400_000
      );
    },
  },
  'orphan-app': {
    count: 0,
    passes: 'each app has a contact address',
    apps: (app) => !isPackaged(app) && app.header.one('contactEmail') === undefined,
  },
  'manifest-drift': nothing('no project of the corpus has manifests, so none has begun to keep a register'),
  'connected-app-not-migrated': {
    count: 79,
    passes: 'the others are External Client Apps, packaged or without OAuth',
    apps: (app) => isCa(app) && usesOauth(app) && !isPackaged(app),
  },
  'flow-retirement-ahead': {
    count: 2,
    passes: 'the others have no device flow, and no scheme of their own with scopes for pages; the settings lie apart',
    apps: (app) =>
      urlsOf(app).some((url) => !/^https?:/i.test(url) && !/^sfdc:/.test(url) && /^[a-z][\w.+-]*:/i.test(url)) &&
      scopesOf(app).some((scope) => ['Web', 'Lightning', 'CustomApplications', 'Content'].includes(scope)),
  },
  'vendor-review-missing': nothing('no project of the corpus has manifests'),
  'review-overdue': nothing('no project of the corpus has manifests'),
  'partner-mandate-unmet': {
    count: 1,
    passes: 'the others are of nobody’s package',
    apps: (app) => usesOauth(app) && isPackaged(app),
  },
  'waiver-expired': nothing('no project of the corpus has an audit config'),
  'waiver-unused': nothing('no project of the corpus has an audit config'),
};

describe('the audit of every project of the corpus', () => {
  let root: string;
  let files: CorpusFile[];
  let apps: CorpusApp[];
  let findings: AuditFinding[];
  let failed: string[];

  before(async function () {
    needCorpus(this);
    const restored = restoreCorpus();
    root = restored.root;
    files = corpusFilesOf(root, restored.projects);
    apps = corpusAppsOf(files);
    findings = [];
    failed = [];
    for (const project of restored.projects) {
      const inventory = await inventoryFromSource({ root, paths: [project] });
      const result = audit(inventory, catalogue, ruleContext(defaultConfig, today), defaultConfig);
      findings.push(...result.findings);
      failed.push(...result.inconclusive.map(({ reason }) => reason).filter((reason) => /itself failed/.test(reason)));
      const own = apps.filter((app) => app.header.project === project).length;
      expect(inventory.apps.length, relative(root, project)).to.equal(own);
    }
  });
  after(() => {
    if (root) rmSync(root, { recursive: true, force: true });
  });

  /** The files of an app count as one. */
  const placeOf = ({ location }: AuditFinding): string => {
    const owner = apps.find((app) =>
      [app.header, app.settings, app.global, app.policies].some((part) => part?.file === location?.file),
    );
    return owner?.header.file ?? location?.file ?? '';
  };

  it('fails in no rule, and sees the apps that another reader sees', () => {
    expect(failed).to.deep.equal([]);
    expect(apps.filter(isCa)).to.have.length(95);
    expect(apps.length).to.equal(102);
    expect(execFileSync('git', ['ls-files'], { cwd: root }).toString()).to.include('.ecaGlblOauth');
  });

  it('has an expectation for every rule that looks at source', () => {
    const ids = catalogue.filter(({ modes }) => modes.includes('source')).map(({ id }) => id);
    expect(Object.keys(expectations)).to.have.members(ids);
  });

  for (const [id, expectation] of Object.entries(expectations)) {
    it(`${id}: ${expectation.count}; ${expectation.passes}`, () => {
      const byApp = 'apps' in expectation;
      const expected = byApp
        ? apps.filter((app) => expectation.apps(app, apps)).map(({ header }) => header.file)
        : files.filter((file) => expectation.files(file, files)).map(({ file }) => file);
      const found = findings
        .filter(({ rule }) => rule === id)
        .map((finding) => (byApp ? placeOf(finding) : (finding.location?.file ?? '')));
      const [wrong, missed] = [
        found.filter((one) => !expected.includes(one)),
        expected.filter((one) => !found.includes(one)),
      ];
      expect({ wrong, missed }).to.deep.equal({ wrong: [], missed: [] });
      expect(new Set(expected).size).to.equal(expectation.count);
    });
  }
});
