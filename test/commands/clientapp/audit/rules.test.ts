import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { TestContext } from '@salesforce/core/testSetup';
import { stubSfCommandUx } from '@salesforce/sf-plugins-core';
import { expect } from 'chai';
import ClientAppAuditRules from '../../../../src/commands/clientapp/audit/rules.js';
import { catalogue } from '../../../../src/audit/catalogue.js';

const loadedBy = (module: string): string => `
import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
await import(${JSON.stringify(module)});
console.log(JSON.stringify(loaded));
`;

describe('clientapp audit rules', () => {
  const $$ = new TestContext();
  let ux: ReturnType<typeof stubSfCommandUx>;
  beforeEach(() => (ux = stubSfCommandUx($$.SANDBOX)));

  it('lists every rule, those on waivers too, in the order of the catalogue', async () => {
    const result = await ClientAppAuditRules.run([]);
    expect(result.map(({ id }) => id)).to.deep.equal(catalogue.map(({ id }) => id));
    expect(result.map(({ id }) => id)).to.include.members(['full-scope', 'waiver-expired', 'waiver-unused']);
    expect(new Set(result.map(({ id }) => id))).to.have.length(result.length);
    expect(ux.table.args[0]?.[0].data).to.have.length(result.length);
  });

  it('lists those that are selected', async () => {
    const result = await ClientAppAuditRules.run(['-r', 'waivers:Low']);
    expect(result.map(({ id, severityName }) => [id, severityName])).to.deep.equal([
      ['waiver-expired', 'Low'],
      ['waiver-unused', 'Low'],
    ]);
  });

  it('counts one rule as one', async () => {
    await ClientAppAuditRules.run(['-r', 'full-scope']);
    expect(ux.log.args.flat()).to.deep.equal(['1 rule.']);
    await ClientAppAuditRules.run(['-r', 'waivers']);
    expect(ux.log.args.flat().at(-1)).to.equal('2 rules.');
  });

  it('explains a rule with its evidence, its fix and its examples', async () => {
    await ClientAppAuditRules.run(['-r', 'rotate-on-deploy', '--view', 'detail']);
    const text = String(ux.log.args[0]?.[0]);
    expect(text).to.include('High  rotate-on-deploy');
    expect(text).to.include('Fix: --fix. Sets the switch to false');
    expect(text).to.match(
      /\n {2}## Bad\n[^]*<shouldRotateConsumerKey>true<[^]*\n {2}## Good\n[^]*<shouldRotateConsumerKey>false</,
    );
  });

  it('tells what can be fixed', async () => {
    const [rule] = await ClientAppAuditRules.run(['-r', 'pkce-not-required']);
    expect(rule?.fix?.safety).to.equal('unsafe');
    const [other] = await ClientAppAuditRules.run(['-r', 'callback-plain-http']);
    expect(other).to.not.have.property('fix');
  });

  it('gives plain data with everything that explains a rule', async () => {
    const [rule] = await ClientAppAuditRules.run(['-r', 'full-scope']);
    expect(rule).to.include.keys('title', 'description', 'remedy', 'references', 'modes', 'tags', 'severity');
    expect(JSON.parse(JSON.stringify(rule))).to.deep.equal(rule);
  });

  it('explains them when asked', async () => {
    await ClientAppAuditRules.run(['-r', 'full-scope', '--view', 'detail']);
    expect(ux.table.called).to.equal(false);
    expect(ux.log.args.flat().join('\n')).to.include('High  full-scope\n').and.include('  Remedy: ');
  });

  it('refuses a rule that is not there', async () => {
    const error: unknown = await ClientAppAuditRules.run(['-r', 'ful-scope']).catch((reason: unknown) => reason);
    expect(error).to.include({ name: 'UnknownSelectorError' });
  });

  it('loads no library for metadata or YAML', async () => {
    const module = new URL('../../../../src/commands/clientapp/audit/rules.ts', import.meta.url).href;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', loadedBy(module)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 10_000_000 });
    const loaded = JSON.parse(stdout) as string[];
    expect(loaded.length).to.be.above(100);
    expect(
      loaded.filter((url) => /source-deploy-retrieve|node_modules\/(yaml|fast-xml-parser)\//.test(url)),
    ).to.deep.equal([]);
  });
});
