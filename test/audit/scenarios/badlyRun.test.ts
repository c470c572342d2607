import { expect } from 'chai';
import { catalogue } from '../../../src/audit/catalogue.js';
import type { AuditResult } from '../../../src/audit/result.js';
import {
  badlyRunProject,
  startBadlyRunOrg,
  startForgetfulOrg,
  type BadlyRunOrg,
} from '../../org/scenarios/badlyRun/index.js';
import type { Planted } from '../../org/scenarios/planted.js';
import { useTemporaryHome } from '../../inventory/org/connect.js';
import { auditScenario } from './auditScenario.js';
import { describePlanted, tells } from './matches.js';

const untold = (planted: readonly Planted[], { findings }: AuditResult): string[] =>
  planted.filter((cause) => !findings.some((finding) => tells(cause, finding))).map(describePlanted);

describe('audit of a badly run org and its project', () => {
  useTemporaryHome();
  const project = badlyRunProject();
  let bad: BadlyRunOrg;
  let forgetful: BadlyRunOrg;
  let result: AuditResult;
  let forgetfulResult: AuditResult;

  before(async () => {
    [bad, forgetful] = await Promise.all([startBadlyRunOrg(), startForgetfulOrg()]);
    result = await auditScenario(bad.org, { config: bad.config, files: project.files });
    forgetfulResult = await auditScenario(forgetful.org, { config: forgetful.config });
  });

  after(() => Promise.all([bad.org.stop(), forgetful.org.stop()]));

  it('finds each cause in the org, with its app and user', () => {
    expect(untold(bad.planted, result)).to.deep.equal([]);
  });

  it('finds each cause in the project, with its file and line', () => {
    expect(untold(project.planted, result)).to.deep.equal([]);
  });

  it('finds what the badly run org cannot have at the same time', () => {
    expect(untold(forgetful.planted, forgetfulResult)).to.deep.equal([]);
  });

  it('has a cause for every rule that can fire', () => {
    const planted = new Set([...bad.planted, ...project.planted, ...forgetful.planted].map(({ rule }) => rule));
    const without = catalogue.map(({ id }) => id).filter((id) => !planted.has(id));
    // What an auditor cannot see is planted with the auditors who lack a permission.
    expect(without).to.deep.equal(['audit-blind-spot']);
  });

  it('shows no secret of the org or the project', () => {
    const text = JSON.stringify([result, forgetfulResult]);
    const secrets = bad.org.state.grants.flatMap(({ refreshToken, deleteToken }) => [refreshToken, deleteToken]);
    const consumers = bad.org.state.metadata.consumers.flatMap(({ secret, staged }) => [secret, staged?.secret ?? '-']);
    const inFiles = /<consumerSecret>([^<]+)</.exec(Object.values(project.files).join('\n'))?.[1] ?? '';
    expect(inFiles).to.have.length(64);
    const shown = [...secrets, ...consumers, inFiles, 'force://PlatformCLI::5Aep'].filter(
      (secret) => secret !== '-' && text.includes(secret),
    );
    expect(shown).to.deep.equal([]);
  });
});
