import { expect } from 'chai';
import type { AuditResult } from '../../../src/audit/result.js';
import type { LoopbackOrg } from '../../org/index.js';
import { startWellRunOrg, wellRunConfig, wellRunProject } from '../../org/scenarios/wellRun/index.js';
import { useTemporaryHome } from '../../inventory/org/connect.js';
import { auditScenario } from './auditScenario.js';

describe('audit of a well-run org and its project', () => {
  useTemporaryHome();
  let org: LoopbackOrg;
  let result: AuditResult;

  before(async () => {
    org = await startWellRunOrg();
    result = await auditScenario(org, { config: wellRunConfig(org), files: wellRunProject(org) });
  });

  after(() => org.stop());

  it('finds nothing above Low', () => {
    const serious = result.findings.filter(({ severity }) => severity < 4);
    expect(serious.map(({ rule, app, user, message }) => [rule, app, user, message])).to.deep.equal([]);
  });

  it('has seen everything', () => {
    const incomplete = result.coverage.filter(({ status }) => status !== 'complete');
    expect(incomplete).to.deep.equal([]);
    // Five of them stand in source and in the org.
    expect(result.summary.apps).to.equal(8);
  });

  it('leaves open only what nobody can tell', () => {
    const open = result.inconclusive.map(({ rule, app }) => [rule, app].filter(Boolean).join(' of '));
    // Staged credentials are shown only where secrets can be read, which a well-run org does not allow.
    expect(open).to.deep.equal(['staged-credential-pending']);
  });

  it('only reads', () => {
    const writes = org.requests.filter(
      ({ method, path, body }) =>
        method !== 'GET' &&
        !(path.startsWith('/services/Soap/m/') && /<(?:\w+:)?(?:retrieve|checkRetrieveStatus)\b/.test(body.toString())),
    );
    expect(writes.map(({ method, path }) => `${method} ${path}`)).to.deep.equal([]);
    const asked = org.requests.map(({ path, query }) => `${path} ${query.get('q') ?? ''}`).join('\n');
    expect(asked).not.to.match(/\b(?:AccessToken|RequestToken|DeleteToken)\b/i);
    expect(asked).not.to.match(/part=key/i);
  });
});
