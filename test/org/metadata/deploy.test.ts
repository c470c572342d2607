import { expect } from 'chai';
import JSZip from 'jszip';
import { createMetadataApi, findComponent, findComponents } from './index.js';
import { createTestOrg, type DeployResult, document, manifest, type TestOrg, zipFiles } from './testOrg.js';

const set = (label: string): string => document('PermissionSet', `<label>${label}</label>`);
const named = (type: string, ...members: string[]): string =>
  `<types>${members.map((member) => `<members>${member}</members>`).join('')}<name>${type}</name></types>`;

describe('deploys to the loopback org', () => {
  let org: TestOrg;
  beforeEach(() => {
    org = createTestOrg();
  });

  describe('the answer', () => {
    it('has a row for every file and for package.xml', async () => {
      const { details, ...result } = await org.deploy({ 'A.permissionset': set('A') });
      expect(result).to.include({
        status: 'Succeeded',
        success: true,
        done: true,
        numberComponentsTotal: 1,
        numberComponentsDeployed: 1,
        numberComponentErrors: 0,
      });
      expect(result.id).to.match(/^0Af\w{15}$/);
      const [component, packageFile] = details.componentSuccesses;
      expect(component).to.deep.include({
        fileName: 'permissionsets/A.permissionset',
        fullName: 'A',
        componentType: 'PermissionSet',
        created: true,
        changed: true,
        deleted: false,
        success: true,
        id: findComponent(org.store, 'PermissionSet', 'A')?.id,
      });
      expect(packageFile).to.include({
        fileName: 'package.xml',
        fullName: 'package.xml',
        componentType: '',
        success: true,
      });
    });

    it('tells created, changed and unchanged apart', async () => {
      const states: unknown[] = [];
      for (const label of ['A', 'B', 'B']) {
        const { details } = await org.deploy({ 'A.permissionset': set(label) });
        states.push([details.componentSuccesses[0]?.created, details.componentSuccesses[0]?.changed]);
      }
      expect(states).to.deep.equal([
        [true, true],
        [false, true],
        [false, false],
      ]);
    });

    it('hides details unless asked for', async () => {
      const started = await org.api.startRestDeploy(await zipFiles({ 'A.permissionset': set('A') }), {}, org.caller);
      const { id } = started.body as { id: string };
      const { body } = await org.api.restDeployStatus(id, false);
      expect((body as { deployResult: object }).deployResult).not.to.have.property('details');
    });
  });

  describe('polls', () => {
    const start = async (): Promise<string> => {
      const started = await org.api.startRestDeploy(await zipFiles({ 'A.permissionset': set('A') }), {}, org.caller);
      expect(started.status).to.equal(201);
      expect(findComponents(org.store, 'PermissionSet')).to.deep.equal([]);
      return (started.body as { id: string }).id;
    };
    const poll = async (id: string): Promise<DeployResult> =>
      ((await org.api.restDeployStatus(id, true)).body as { deployResult: DeployResult }).deployResult;

    it('see Pending, InProgress and the end', async () => {
      org = createTestOrg({}, { pollsUntilDone: 2 });
      const id = await start();
      const seen = [await poll(id), await poll(id), await poll(id), await poll(id)].map(({ status, done }) => [
        status,
        done,
      ]);
      expect(seen).to.deep.equal([
        ['Pending', false],
        ['InProgress', false],
        ['Succeeded', true],
        ['Succeeded', true],
      ]);
    });

    it('need one in between unless told otherwise', async () => {
      org.api = createMetadataApi(org.store, org.directory);
      const id = await start();
      expect((await poll(id)).status).to.equal('InProgress');
      expect((await poll(id)).status).to.equal('Succeeded');
    });

    it('may be cancelled before the end, and then change nothing', async () => {
      org = createTestOrg({}, { pollsUntilDone: 2 });
      const pending = await start();
      const canceled = await org.api.cancelRestDeploy(pending);
      expect(canceled.status).to.equal(202);
      expect((canceled.body as { deployResult: DeployResult }).deployResult).to.include({
        status: 'Canceled',
        done: true,
      });
      expect((await poll(pending)).status).to.equal('Canceled');
      const running = await start();
      await poll(running);
      await poll(running);
      const { body } = await org.api.cancelRestDeploy(running);
      expect((body as { deployResult: DeployResult }).deployResult.status).to.equal('Canceling');
      expect((await poll(running)).status).to.equal('Canceled');
      expect(org.store.components).to.deep.equal([]);
      expect((await org.api.cancelRestDeploy(running)).status).to.equal(400);
    });

    it('of unknown ids find nothing', async () => {
      expect((await org.api.restDeployStatus('0AfXX0000000001AAA', true)).status).to.equal(404);
      expect((await org.api.cancelRestDeploy('0AfXX0000000001AAA')).status).to.equal(404);
    });
  });

  describe('all or nothing', () => {
    const mixed = { 'A.permissionset': set('A'), 'B.permissionset': set('x'.repeat(81)) };

    it('leaves no trace of a failed deploy', async () => {
      const result = await org.deploy(mixed);
      expect(result).to.include({
        status: 'Failed',
        numberComponentErrors: 1,
        numberComponentsDeployed: 1,
        numberComponentsTotal: 2,
      });
      expect(org.store.components).to.deep.equal([]);
    });

    it('keeps what succeeded without rollbackOnError, in a sandbox', async () => {
      expect((await org.deploy(mixed, { rollbackOnError: false })).status).to.equal('SucceededPartial');
      expect(org.store.components.map(({ fullName }) => fullName)).to.deep.equal(['A']);
    });

    it('rolls back in production whatever was asked', async () => {
      org = createTestOrg({ isSandbox: false });
      expect((await org.deploy(mixed, { rollbackOnError: false })).status).to.equal('Failed');
      expect(org.store.components).to.deep.equal([]);
    });

    it('changes nothing when it only checks', async () => {
      const result = await org.deploy({ 'A.permissionset': set('A') }, { checkOnly: true });
      expect(result).to.include({ status: 'Succeeded', checkOnly: true });
      expect(org.store.components).to.deep.equal([]);
    });
  });

  describe('package.xml', () => {
    it('must be there, well-formed and versioned', async () => {
      const zip = await new JSZip().file('readme.txt', '').generateAsync({ type: 'nodebuffer' });
      const started = await org.api.startRestDeploy(zip, {}, org.caller);
      const { body } = await org.api.restDeployStatus((started.body as { id: string }).id, true);
      const { details } = (body as { deployResult: DeployResult }).deployResult;
      expect(details.componentFailures[0]?.problem).to.equal('No package.xml found');
      expect(await org.refusal({ 'package.xml': '<Package' })).to.contain('Error parsing file');
      expect(await org.refusal({ 'package.xml': manifest('').replace('metadata"', 'other"') })).to.contain(
        'root element',
      );
      const unversioned = manifest('').replace(/<version>.*<\/version>/, '');
      expect(await org.refusal({ 'package.xml': unversioned })).to.contain('version is not specified');
    });

    it('names what is in the zip, and the zip holds what it names', async () => {
      expect(await org.refusal({ 'package.xml': manifest(named('PermissionSet', 'A')) })).to.equal(
        "An object 'A' of type PermissionSet was named in package.xml, but was not found in zipped directory",
      );
      expect(await org.refusal({ 'A.permissionset': set('A'), 'package.xml': manifest('') })).to.equal(
        'Not in package.xml',
      );
      expect(await org.refusal({ 'package.xml': manifest(''), 'layouts/A.layout': '' })).to.equal('Not in package.xml');
      expect(await org.refusal({ 'package.xml': manifest(named('Nothing', 'A')) })).to.equal(
        "Unknown type name 'Nothing' specified in package.xml",
      );
    });

    it('may name all files of a type by a wildcard', async () => {
      const files = { 'A.permissionset': set('A'), 'package.xml': manifest(named('PermissionSet', '*')) };
      expect((await org.deploy(files)).status).to.equal('Succeeded');
    });

    it('may lie in a folder of its own', async () => {
      const files = {
        'pkg/permissionsets/A.permissionset': set('A'),
        'pkg/package.xml': manifest(named('PermissionSet', 'A')),
      };
      const zip = new JSZip();
      for (const [path, content] of Object.entries(files)) zip.file(path, content);
      const started = await org.api.startRestDeploy(await zip.generateAsync({ type: 'nodebuffer' }), {}, org.caller);
      const { body } = await org.api.restDeployStatus((started.body as { id: string }).id, true);
      expect((body as { deployResult: DeployResult }).deployResult.status).to.equal('Succeeded');
    });

    it('comes in a zip', async () => {
      const started = await org.api.startRestDeploy(Buffer.from('not a zip'), {}, org.caller);
      const { body } = await org.api.restDeployStatus((started.body as { id: string }).id, true);
      const { details } = (body as { deployResult: DeployResult }).deployResult;
      expect(details.componentFailures[0]?.problem).to.contain('Invalid zip file');
    });
  });

  describe('documents', () => {
    const failure = async (xml: string): Promise<unknown> =>
      (await org.deploy({ 'A.permissionset': xml })).details.componentFailures[0];

    it('that are malformed fail with line and column', async () => {
      const row = await failure(
        '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">\n<label>A</lable>\n</PermissionSet>',
      );
      expect(row).to.include({ lineNumber: 2, problemType: 'Error', componentType: 'PermissionSet' });
      expect(row)
        .to.have.property('problem')
        .that.matches(/^Error parsing file: /);
      expect(row).to.have.property('columnNumber').that.is.greaterThan(1);
    });

    it('with a document type are refused, entities and all', async () => {
      const xml = set('&who;').replace('?>\n', '?>\n<!DOCTYPE PermissionSet [<!ENTITY who "me">]>\n');
      expect(await failure(xml)).to.include({ problem: 'Error parsing file: DOCTYPE is not allowed' });
    });

    it('of another root or namespace are refused', async () => {
      expect(await failure(document('Profile')))
        .to.have.property('problem')
        .that.contains('unexpected root element');
      const bare = set('A').replace(/ xmlns="[^"]*"/, '');
      expect(await failure(bare))
        .to.have.property('problem')
        .that.contains('unexpected root element {}PermissionSet');
    });

    it('with unknown elements name them, with the line', async () => {
      const row = await failure(document('PermissionSet', '<label>A</label>', '<foo>bar</foo>'));
      expect(row).to.include({
        problem: 'Element {http://soap.sforce.com/2006/04/metadata}foo invalid at this location in type PermissionSet',
        lineNumber: 4,
      });
    });

    it('with elements of a later API version do not know them', async () => {
      const xml = document('PermissionSet', '<license>Salesforce</license>', '<label>A</label>');
      const files = { 'A.permissionset': xml, 'package.xml': manifest(named('PermissionSet', 'A'), '37.0') };
      expect(await org.refusal(files)).to.contain('}license invalid at this location');
    });

    for (const [children, text] of [
      ['<label>A</label><label>B</label>', 'Element label is duplicated at this location in type PermissionSet'],
      [
        '<label>A</label><hasActivationRequired>yes</hasActivationRequired>',
        "'yes' is not a valid value for the type xsd:boolean",
      ],
      [
        '<label><b>A</b></label>',
        'Unexpected element {http://soap.sforce.com/2006/04/metadata}b during simple type deserialization',
      ],
    ] as const) {
      it(`say: ${text}`, async () => {
        expect(await failure(document('PermissionSet', children))).to.include({ problem: text });
      });
    }

    it('with a word for a number are refused', async () => {
      const app = document(
        'ConnectedApp',
        '<contactEmail>a@b.example</contactEmail>',
        '<label>A</label>',
        '<sessionPolicy><sessionTimeout>long</sessionTimeout></sessionPolicy>',
      );
      expect(await org.refusal({ 'A.connectedApp': app })).to.equal("'long' is not a valid value for the type xsd:int");
    });

    it('may carry comments, CDATA, a byte order mark, 1 for true, and nil for nothing', async () => {
      const xml = `\uFEFF${document(
        'PermissionSet',
        '<!-- what it is for -->',
        '<description xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>',
        '<hasActivationRequired>1</hasActivationRequired>',
        '<label><![CDATA[A & B]]></label>',
      )}`;
      expect((await org.deploy({ 'A.permissionset': xml })).status).to.equal('Succeeded');
      expect(findComponent(org.store, 'PermissionSet', 'A')?.fields).to.deep.equal({
        hasActivationRequired: 'true',
        label: 'A & B',
      });
    });
  });

  describe('destructive changes', () => {
    beforeEach(() => org.deploy({ 'A.permissionset': set('A') }));

    for (const name of ['destructiveChanges.xml', 'destructiveChangesPre.xml', 'destructiveChangesPost.xml']) {
      it(`in ${name} delete`, async () => {
        const { details } = await org.deploy({
          'package.xml': manifest(''),
          [name]: manifest(named('PermissionSet', 'A')),
        });
        expect(details.componentSuccesses.find(({ fullName }) => fullName === 'A')).to.include({
          deleted: true,
          componentType: 'PermissionSet',
        });
        expect(org.store.components).to.deep.equal([]);
      });
    }

    it('come before or after the files', async () => {
      const gone = manifest(named('PermissionSet', 'A'));
      await org.deploy({ 'A.permissionset': set('B'), 'destructiveChangesPre.xml': gone });
      expect(org.store.components).to.have.length(1);
      await org.deploy({ 'A.permissionset': set('B'), 'destructiveChangesPost.xml': gone });
      expect(org.store.components).to.have.length(0);
    });

    it('of what is not there, and wildcards, are warnings', async () => {
      for (const name of ['B', '*']) {
        const files = { 'package.xml': manifest(''), 'destructiveChanges.xml': manifest(named('PermissionSet', name)) };
        expect(await org.refusal(files)).to.equal(`No PermissionSet named: ${name} found`);
        expect((await org.deploy(files, { ignoreWarnings: true })).status).to.equal('Succeeded');
      }
    });
  });

  describe('tests', () => {
    const start = async (options: Record<string, unknown>): Promise<unknown> =>
      (await org.api.startRestDeploy(await zipFiles({}), { deployOptions: options }, org.caller)).body;
    const apex = { 'A.cls': 'public class A {}', 'A.cls-meta.xml': document('ApexClass', '<status>Active</status>') };

    it('are specified with their level and only with it', async () => {
      expect(await start({ testLevel: 'RunSome' })).to.deep.include.members([
        { errorCode: 'INVALID_OPERATION', message: "'RunSome' is not a valid value for the enum 'TestLevel'" },
      ]);
      expect(JSON.stringify(await start({ runTests: ['A'], testLevel: 'RunLocalTests' }))).to.contain(
        'only with a testLevel',
      );
      expect(JSON.stringify(await start({ testLevel: 'RunSpecifiedTests' }))).to.contain('requires runTests');
      expect(await start({ testLevel: 'RunSpecifiedTests', runTests: ['A'] })).to.have.property('id');
    });

    it('may be left out in a sandbox', async () => {
      expect((await org.deploy(apex, { testLevel: 'NoTestRun' })).status).to.equal('Succeeded');
    });

    it('cannot be left out of a production deploy that carries Apex', async () => {
      org = createTestOrg({ isSandbox: false });
      expect(await org.refusal(apex, { testLevel: 'NoTestRun' })).to.contain('NoTestRun');
      expect((await org.deploy(apex, { testLevel: 'RunLocalTests' })).status).to.equal('Succeeded');
      expect((await org.deploy({ 'A.permissionset': set('A') }, { testLevel: 'NoTestRun' })).status).to.equal(
        'Succeeded',
      );
    });
  });

  it('is for callers with the permission to use metadata', async () => {
    const caller = { ...org.caller, permissions: new Set(['ApiEnabled']) };
    const answer = await org.api.startRestDeploy(await zipFiles({}), {}, caller);
    expect(answer.status).to.equal(403);
    expect(JSON.stringify(answer.body)).to.contain('INSUFFICIENT_ACCESS');
  });
});
