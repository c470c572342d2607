import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import type { AuditResult } from '../../../src/audit/result.js';
import { apiTotalUsageColumns, csvText } from '../../org/eventLogCsv.js';
import type { OrgRequest } from '../../org/http/exchange.js';
import type { Fault } from '../../org/http/faults.js';
import { startBadlyRunOrg, type BadlyRunOrg } from '../../org/scenarios/badlyRun/index.js';
import { person } from '../../org/scenarios/badlyRun/names.js';
import type { Planted } from '../../org/scenarios/planted.js';
import { putToken } from '../../org/testing.js';
import { useTemporaryHome } from '../../inventory/org/connect.js';
import { auditScenario } from './auditScenario.js';
import { admits, describePlanted, tells } from './matches.js';
import { otherNamesIn } from './otherNames.js';

const objects = [
  'ConnectedApplication',
  'ExternalClientApplication',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppOauthPlcyCnfg',
  'ExtlClntAppPlcyCnfg',
  'ExtlClntAppOauthConsumer',
  'AppMenuItem',
  'OauthToken',
  'SetupEntityAccess',
  'PermissionSet',
  'PermissionSetAssignment',
  'PermissionSetGroupComponent',
  'ObjectPermissions',
  'Organization',
  'User',
  'UserLogin',
  'UserLicense',
  'UserPermissionAccess',
  'LoginHistory',
  'AuthSession',
  'SetupAuditTrail',
  'EventLogFile',
  'Certificate',
];

/** Those that sources disagree about, that came late, or that carry a decision. */
const columns = [
  'ConnectedApplication.OptionsAllowAdminApprovedUsersOnly',
  'ExternalClientApplication.ContactEmail',
  'ExtlClntAppOauthSettings.OauthScopesFULL',
  'ExtlClntAppOauthSettings.OauthScopesMCP_API',
  'ExtlClntAppOauthPlcyCnfg.PermittedUsersPolicyType',
  'ExtlClntAppOauthPlcyCnfg.IpRelaxationPolicyType',
  'ExtlClntAppOauthPlcyCnfg.RefreshTokenPolicyType',
  'ExtlClntAppOauthPlcyCnfg.ClientCredentialsFlowUser',
  'ExtlClntAppOauthConsumer.LastModifiedDate',
  'OauthToken.CreatedDate',
  'OauthToken.LastUsedDate',
  'PermissionSet.PermissionsModifyAllData',
  'PermissionSet.PermissionsCanApproveUninstalledApps',
  'PermissionSet.PermissionsApiUserOnly',
  'User.LastLoginDate',
  'User.Email',
  'UserLogin.IsFrozen',
  'UserLicense.UsedLicenses',
  'LoginHistory.LoginSubType',
  'LoginHistory.SourceIp',
  'LoginHistory.Application',
  'AuthSession.LoginType',
  'SetupAuditTrail.Display',
  'EventLogFile.Interval',
  'Certificate.ExpirationDate',
];

const isQueryOf = ({ query }: OrgRequest, object: string): boolean =>
  new RegExp(`\\bFROM ${object}\\b`).test(query.get('q') ?? '');

describe('audit of an org that does not give everything', () => {
  useTemporaryHome();
  let bad: BadlyRunOrg;
  let told: Planted[];
  let complete: string[];

  const audit = (): Promise<AuditResult> => auditScenario(bad.org, { config: bad.config });

  const covered = ({ coverage }: AuditResult): string[] =>
    coverage.flatMap(({ source, status }) => (status === 'complete' ? [source] : []));

  before(async () => {
    bad = await startBadlyRunOrg();
    const full = await audit();
    complete = covered(full);
    told = bad.planted.filter((cause) => full.findings.some((finding) => tells(cause, finding)));
    expect(told).to.have.length.above(50);
  });

  after(() => bad.org.stop());

  afterEach(() => {
    bad.org.state.missingObjects.clear();
    bad.org.state.missingColumns.clear();
    bad.org.faults.onRequest = undefined;
    bad.org.faults.afterRequest = undefined;
  });

  /** Every cause is found as before, or its rule says that it could not look. */
  const expectNothingLost = ({ findings, inconclusive }: AuditResult, causes = told): void => {
    const silent = causes.filter(
      (cause) =>
        !findings.some((finding) => tells(cause, finding, otherNamesIn(bad.org))) &&
        !inconclusive.some((answer) => admits(cause, answer)),
    );
    expect(silent.map(describePlanted), 'lost without a word').to.deep.equal([]);
    for (const { reason } of inconclusive) expect(reason).not.to.match(/undefined|\[object|\.$/);
  };

  const expectGap = (result: AuditResult): void => {
    expectNothingLost(result);
    const gaps = complete.filter((source) => !covered(result).includes(source));
    expect(gaps, 'coverage that is no longer complete').not.to.deep.equal([]);
    for (const { status, reason } of result.coverage)
      if (status !== 'complete') expect(reason).to.be.a('string').and.not.equal('');
  };

  describe('refuses', () => {
    for (const object of objects)
      it(object, async () => {
        bad.org.faults.onRequest = (request): Fault | undefined =>
          isQueryOf(request, object)
            ? {
                status: 400,
                body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: `insufficient access rights on ${object}` }],
              }
            : undefined;
        const result = await audit();
        if (object === 'UserPermissionAccess' || object === 'AppMenuItem') expectNothingLost(result);
        else expectGap(result);
      });

    it('the retrieve of metadata', async () => {
      bad.org.faults.onRequest = ({ path }): Fault | undefined =>
        path.startsWith('/services/Soap/m/')
          ? { status: 403, body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'no' }] }
          : undefined;
      expectGap(await audit());
    });

    it('the download of the log', async () => {
      bad.org.faults.onRequest = ({ path }): Fault | undefined =>
        path.endsWith('/LogFile')
          ? { status: 403, body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'no' }] }
          : undefined;
      expectGap(await audit());
    });
  });

  describe('does not have', () => {
    for (const object of objects.filter((name) => !['User', 'Organization', 'PermissionSet'].includes(name)))
      it(object, async () => {
        bad.org.state.missingObjects.add(object);
        expectNothingLost(await audit());
      });

    for (const column of columns)
      it(`the column ${column}`, async () => {
        bad.org.state.missingColumns.add(column);
        expectNothingLost(await audit());
      });
  });

  describe('breaks off', () => {
    it('at the second page of tokens', async () => {
      const { grants } = bad.org.state;
      const before = grants.length;
      // Behind all others, so that what was planted would stand on the first page.
      for (let number = 0; number < 600; number += 1)
        putToken(bad.org, { username: person(1 + (number % 30)), appName: 'Partner web' });
      bad.org.faults.onRequest = ({ path }): Fault | undefined =>
        /\/query\/01g/.test(path)
          ? { status: 500, body: [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'gone' }] }
          : undefined;
      try {
        expectGap(await audit());
      } finally {
        grants.splice(before);
      }
    });

    it('in the middle of a log file', async () => {
      let files = 0;
      bad.org.faults.afterRequest = ({ path }): Fault | undefined =>
        path.endsWith('/LogFile') && (files += 1) > 20 ? 'truncate' : undefined;
      expectGap(await audit());
    });

    it('before the metadata comes', async () => {
      bad.org.faults.afterRequest = ({ path }, _n, answer): Fault | undefined =>
        path.startsWith('/services/Soap/m/') && typeof answer.body === 'string' && answer.body.includes('<zipFile>')
          ? { status: 500, body: [{ errorCode: 'UNKNOWN_EXCEPTION', message: 'gone' }] }
          : undefined;
      expectGap(await audit());
    });
  });

  it('reads log files of before a column was added', async () => {
    const { eventLogFiles } = bad.org.state;
    const before = eventLogFiles.map((file) => ({ ...file }));
    const columns = apiTotalUsageColumns.filter((name) => !['API_CLIENT_CATEGORY', 'API_VERSION'].includes(name));
    try {
      for (const file of eventLogFiles) {
        const [text = ''] = [...(file.content() as Iterable<string>)];
        const rows = parse<Record<string, string>>(text, { columns: true });
        file.content = () => [csvText(columns, rows)];
      }
      expectNothingLost(await audit());
    } finally {
      eventLogFiles.splice(0, eventLogFiles.length, ...before);
    }
  });

  it('reads the log where it is an object, and says what the object does not tell', async () => {
    const { org, planted, config } = await startBadlyRunOrg({
      switches: { eventLogObjects: true },
      adminPermissions: { add: ['EventLogReadAccess', 'ViewClientSecret', 'ClientSecretRotation'] },
    });
    try {
      const result = await auditScenario(org, { config });
      expect(covered(result)).to.include('org:prod/ApiTotalUsageEventLog');
      expect(org.requests.some(({ path }) => path.endsWith('/LogFile'))).to.equal(false);
      expectNothingLost(result, planted);
    } finally {
      await org.stop();
    }
  });

  it('says a value that nobody knows: not evaluated, never a pass', async () => {
    const { components } = bad.org.state.metadata;
    const policy = components.find(({ fullName }) => fullName === 'OpenDoor_plcy');
    const before = policy?.fields ?? {};
    if (policy)
      policy.fields = {
        ...before,
        ipRelaxationPolicyType: 'Enforce_Sideways',
        permittedUsersPolicyType: 'Whoever',
        refreshTokenPolicyType: 'Sometimes',
      };
    try {
      const { findings, inconclusive } = await audit();
      for (const rule of ['ip-relaxation', 'self-authorization-allowed', 'refresh-token-never-expires']) {
        expect(
          findings.some((finding) => finding.rule === rule && finding.app === 'OpenDoor'),
          rule,
        ).to.equal(false);
        expect(
          inconclusive.some((answer) => admits({ rule, app: 'OpenDoor', because: '' }, answer)),
          rule,
        ).to.equal(true);
      }
    } finally {
      if (policy) policy.fields = before;
    }
  });
});
