import { Connection } from '@jsforce/jsforce-node';
import { expect } from 'chai';
import JSZip from 'jszip';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { callSoap, createTestOrg, document, pick, type TestOrg, zipFiles } from './testOrg.js';

const set = (label: string): string => document('PermissionSet', `<label>${label}</label>`);
const app = {
  contactEmail: 'erp@acme.example',
  label: 'Acme ERP',
  oauthConfig: { callbackUrl: 'https://erp.acme.example/cb', scopes: ['Api'] },
};

describe('SOAP of the loopback org', () => {
  let org: TestOrg;
  beforeEach(() => {
    org = createTestOrg();
  });

  describe('as the real client speaks it', () => {
    let server: Server;
    let connection: Connection;

    beforeEach(async () => {
      server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          void org.api.soap(request.url ?? '', Buffer.concat(chunks).toString('utf8'), org.caller).then((answer) => {
            response.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body);
          });
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      connection = new Connection({
        instanceUrl: `http://127.0.0.1:${port}`,
        accessToken: '00D!token',
        version: '67.0',
      });
    });
    afterEach(() => server.close());

    it('deploys and reports', async () => {
      const { id } = (await connection.metadata.deploy(
        await zipFiles({ 'A.permissionset': set('A'), 'B.permissionset': document('PermissionSet') }),
        { rollbackOnError: true },
      )) as { id: string };
      const result = await connection.metadata.checkDeployStatus(id, true);
      expect(result).to.include({ done: true, success: false, status: 'Failed', numberComponentsTotal: 2 });
      expect(result.details.componentFailures[0]).to.include({
        fullName: 'B',
        problem: 'Required field is missing: label',
        success: false,
      });
      expect(result.details.componentSuccesses.map(({ fullName }) => fullName)).to.deep.equal(['A', 'package.xml']);
    });

    it('cancels', async () => {
      org = createTestOrg({}, { pollsUntilDone: 5 });
      const { id } = (await connection.metadata.deploy(await zipFiles({ 'A.permissionset': set('A') }))) as {
        id: string;
      };
      await connection.metadata.cancelDeploy(id);
      expect((await connection.metadata.checkDeployStatus(id)).status).to.equal('Canceled');
      const again: unknown = await connection.metadata.cancelDeploy(id).catch((reason: Error) => reason);
      expect(again).to.include({ message: 'INVALID_ID_FIELD: Deployment already completed' });
    });

    it('cancels a deploy under way only at the next poll', async () => {
      org = createTestOrg({}, { pollsUntilDone: 1 });
      const { id } = (await connection.metadata.deploy(await zipFiles({ 'A.permissionset': set('A') }))) as {
        id: string;
      };
      await connection.metadata.checkDeployStatus(id);
      expect(await connection.metadata.cancelDeploy(id)).to.include({ done: 'false' });
    });

    it('retrieves by name and wildcard, with a message for what is missing', async () => {
      await org.deploy({ 'A.permissionset': set('A'), 'B.permissionset': set('B') });
      const types = [{ name: 'PermissionSet', members: ['*', 'Missing'] }];
      const started = (await connection.metadata.retrieve({
        apiVersion: '67.0',
        unpackaged: { types, version: '67.0' },
      } as never)) as { id: string };
      const result = await connection.metadata.checkRetrieveStatus(started.id);
      expect(result.messages.map(({ problem }) => problem)).to.deep.equal([
        "Entity of type 'PermissionSet' named 'Missing' cannot be found",
      ]);
      expect(result.fileProperties.map(({ fileName }) => fileName)).to.deep.equal([
        'unpackaged/permissionsets/A.permissionset',
        'unpackaged/permissionsets/B.permissionset',
        'unpackaged/package.xml',
      ]);
      const zip = await JSZip.loadAsync(result.zipFile, { base64: true });
      expect(await zip.file('unpackaged/package.xml')?.async('string'))
        .to.contain('<members>B</members>')
        .and.contain('<version>67.0<');
    });

    it('creates, reads, updates, upserts and deletes', async () => {
      expect(await connection.metadata.create('ConnectedApp', { fullName: 'Acme', ...app } as never)).to.include({
        success: true,
      });
      const [again] = await connection.metadata.create('ConnectedApp', [{ fullName: 'Acme', ...app }] as never[]);
      expect(again?.errors[0]).to.include({ statusCode: 'DUPLICATE_VALUE' });
      const read = (await connection.metadata.read('ConnectedApp', ['Acme', 'Missing'])) as unknown as Array<
        Record<string, unknown>
      >;
      expect(read[0]).to.deep.include({ fullName: 'Acme', label: 'Acme ERP' });
      expect(read[0]).to.have.nested.property('oauthConfig.consumerKey', org.consumerOf('ConnectedApp', 'Acme').key);
      expect(read[1]).not.to.have.property('label', 'Acme ERP');
      const renamed = { fullName: 'Acme', ...app, label: 'Acme' };
      expect(await connection.metadata.update('ConnectedApp', renamed as never)).to.include({ success: true });
      const [lost] = await connection.metadata.update('ConnectedApp', [{ ...renamed, fullName: 'Missing' }] as never[]);
      expect(lost?.errors[0]).to.include({ statusCode: 'INVALID_CROSS_REFERENCE_KEY' });
      expect(await connection.metadata.upsert('PermissionSet', { fullName: 'A', label: 'A' } as never)).to.include({
        created: true,
        success: true,
      });
      expect(await connection.metadata.upsert('PermissionSet', { fullName: 'A', label: 'B' } as never)).to.include({
        created: false,
      });
      expect(await connection.metadata.delete('ConnectedApp', 'Acme')).to.include({ success: true });
      expect((await connection.metadata.delete('ConnectedApp', 'Acme')).errors[0]?.message).to.equal(
        'No ConnectedApp named: Acme found',
      );
    });

    it('takes settings by their own type', async () => {
      const settings = { fullName: 'ExternalClientApp', enableClientSecretInRestApiAccess: true };
      expect(await connection.metadata.update('ExternalClientAppSettings', settings as never)).to.include({
        success: true,
      });
      const read = (await connection.metadata.read(
        'ExternalClientAppSettings' as never,
        'ExternalClientApp',
      )) as unknown;
      expect(read).to.include({ enableClientSecretInRestApiAccess: 'true' });
    });

    it('lists and describes', async () => {
      await org.deploy({ 'A.permissionset': set('A') });
      const [file] = await connection.metadata.list([{ type: 'PermissionSet' }], '67.0');
      expect(file).to.include({
        createdDate: '2026-11-23T10:00:00.000Z',
        fileName: 'permissionsets/A.permissionset',
        fullName: 'A',
        id: org.store.components[0]?.id,
        manageableState: 'unmanaged',
        type: 'PermissionSet',
      });
      const { metadataObjects } = await connection.metadata.describe('67.0');
      expect(metadataObjects.find(({ xmlName }) => xmlName === 'ExtlClntAppGlobalOauthSettings')).to.include({
        directoryName: 'extlClntAppGlobalOauthSets',
        suffix: 'ecaGlblOauth',
        inFolder: false,
      });
      const older = await connection.metadata.describe('58.0');
      expect(older.metadataObjects.map(({ xmlName }) => xmlName)).not.to.include('ExternalClientApplication');
    });

    it('turns faults into errors', async () => {
      const error = await connection.metadata.list([{ type: 'Nothing' }]).catch((reason: Error) => reason);
      expect(error).to.include({ name: 'sf:INVALID_TYPE', message: 'INVALID_TYPE: Unknown type:Nothing' });
    });
  });

  describe('refusals', () => {
    it('more than ten records in a call', async () => {
      const names = '<fullNames>A</fullNames>'.repeat(11);
      for (const operation of ['readMetadata', 'deleteMetadata']) {
        expect(await callSoap(org.api, operation, `<type>PermissionSet</type>${names}`)).to.contain(
          'EXCEEDED_ID_LIMIT',
        );
      }
      const records = '<metadata xsi:type="PermissionSet"><fullName>A</fullName><label>A</label></metadata>'.repeat(11);
      expect(await callSoap(org.api, 'createMetadata', records)).to.contain('EXCEEDED_ID_LIMIT');
    });

    it('records without a name or a known type', async () => {
      const unnamed = await callSoap(
        org.api,
        'createMetadata',
        '<metadata xsi:type="PermissionSet"><label>A</label></metadata>',
      );
      expect(pick(unnamed, 'statusCode')).to.equal('REQUIRED_FIELD_MISSING');
      const untyped = await callSoap(org.api, 'createMetadata', '<metadata><fullName>A</fullName></metadata>');
      expect(pick(untyped, 'statusCode')).to.equal('INVALID_TYPE');
    });

    it('callers without the permission to use metadata', async () => {
      const caller = { ...org.caller, permissions: new Set(['ApiEnabled']) };
      expect(await callSoap(org.api, 'describeMetadata', '', caller)).to.contain(
        '<faultcode>sf:INSUFFICIENT_ACCESS</faultcode>',
      );
    });

    it('unknown ids, operations, versions and envelopes', async () => {
      expect(await callSoap(org.api, 'checkDeployStatus', '<asyncProcessId>0Af</asyncProcessId>')).to.contain(
        'invalid cross reference id',
      );
      expect(await callSoap(org.api, 'checkRetrieveStatus', '<asyncProcessId>09S</asyncProcessId>')).to.contain(
        'invalid cross reference id',
      );
      expect(await callSoap(org.api, 'login', '')).to.contain('No operation available for request');
      expect((await org.api.soap('/services/Soap/m/', '', org.caller)).body).to.contain('UNSUPPORTED_API_VERSION');
      expect((await org.api.soap('/services/Soap/m/67.0', '<x/>', org.caller)).body).to.contain(
        'SOAP envelope expected',
      );
      expect((await org.api.soap('/services/Soap/m/67.0', '<x', org.caller)).status).to.equal(500);
    });

    it('External Client Apps to those who may not see them', async () => {
      await org.deploy({ 'Acme.eca': document('ExternalClientApplication') });
      const query = '<queries><type>ExternalClientApplication</type></queries>';
      expect(await callSoap(org.api, 'listMetadata', query)).to.contain('<fullName>Acme</fullName>');
      const caller = { ...org.caller, permissions: new Set(['ModifyMetadata']) };
      expect(await callSoap(org.api, 'listMetadata', query, caller)).not.to.contain('<fullName>');
    });

    it('more than three queries of a list', async () => {
      const queries = '<queries><type>PermissionSet</type></queries>'.repeat(4);
      expect(await callSoap(org.api, 'listMetadata', queries)).to.contain('INVALID_NUMBER_OF_QUERIES');
    });

    it('what the API version does not know, in a list and within a component', async () => {
      const licensed = document('PermissionSet', '<label>A</label>', '<license>Salesforce</license>');
      await org.deploy({ 'Acme.eca': document('ExternalClientApplication'), 'A.permissionset': licensed });
      const query = '<queries><type>ExternalClientApplication</type></queries><asOfVersion>58.0</asOfVersion>';
      expect(await callSoap(org.api, 'listMetadata', query)).not.to.contain('<fullName>');
      expect(await org.retrieve('PermissionSet', 'A', '38.0')).to.contain('<license>');
      expect(await org.retrieve('PermissionSet', 'A', '37.0')).not.to.contain('<license>');
    });

    it('types that the API version does not know, in a retrieve', async () => {
      await org.deploy({ 'Acme.eca': document('ExternalClientApplication') });
      const problem = await org
        .retrieve('ExternalClientApplication', 'Acme', '58.0')
        .catch((error: Error) => error.message);
      expect(problem).to.contain('not available in this API version');
      const unknown = await org.retrieve('Nothing', 'Acme').catch((error: Error) => error.message);
      expect(unknown).to.contain('is unknown');
    });
  });
});
