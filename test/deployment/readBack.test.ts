import { expect } from 'chai';
import { prepareFiles, type PreparedFile } from '../../src/deployment/prepare.js';
import { compare, readOrgCopies, type OrgCopy } from '../../src/deployment/readBack.js';
import { readBackFailure } from '../../src/deployment/deployApps.js';
import type { DeployedApp } from '../../src/deployment/types.js';
import { readDocument } from '../../src/registration/readDocument.js';
import { serialize } from '../../src/registration/serialize.js';
import { connect, useTemporaryHome } from '../inventory/org/connect.js';
import type { LoopbackOrg } from '../org/index.js';
import { putExternalClientApp } from '../org/testing.js';
import { backend, nothing, startOrg } from './support.js';

const policies = 'ExtlClntAppOauthConfigurablePolicies';

/** The org's copy of what was deployed, changed for one type. */
const copyOf = (files: readonly PreparedFile[], type = '', change = (text: string): string => text): OrgCopy => ({
  documents: files.map((file) => {
    const text = serialize(file.root);
    return { ...readDocument(file.path, file.type === type ? change(text) : text), name: file.fullName };
  }),
});

describe('what the org holds after a deploy', () => {
  const files = prepareFiles(backend('AcmeErp', 'external-client-app'), nothing);

  it('matches when it is what was sent', () => {
    expect(compare(files, copyOf(files))).to.deep.equal({ status: 'match', differences: [] });
  });

  it('differs when a policy did not take, and the policy is named', () => {
    const copy = copyOf(files, policies, (text) => text.replace('>Enforce<', '>Bypass<'));
    expect(compare(files, copy)).to.deep.equal({
      status: 'different',
      differences: [
        {
          component: `${policies} AcmeErp_oauthPlcy`,
          element: 'ipRelaxationPolicyType',
          wanted: 'Enforce',
          actual: 'Bypass',
        },
      ],
    });
  });

  it('differs when the org keeps a second policy that is laxer, of its own making', () => {
    const copy = copyOf(files);
    const lax = copyOf(files, policies, (text) => text.replace('AdminApprovedPreAuthorized', 'AllSelfAuthorized'));
    const own = lax.documents.filter(({ type }) => type === policies);
    const { status, differences } = compare(files, {
      documents: [...copy.documents, ...own.map((document) => ({ ...document, name: 'AcmeErp_defaultPolicy' }))],
    });
    expect(status).to.equal('different');
    expect(differences.map(({ component, actual }) => [component, actual])).to.deep.equal([
      [`${policies} AcmeErp_defaultPolicy`, 'AllSelfAuthorized'],
    ]);
  });

  it('is unavailable when a component does not come back, never a match', () => {
    const copy = copyOf(files);
    const documents = copy.documents.filter(({ type }) => type !== 'ExternalClientApplication');
    expect(compare(files, { documents })).to.deep.equal({
      status: 'unavailable',
      differences: [],
      reason: 'the org gave nothing back for ExternalClientApplication AcmeErp',
    });
    expect(compare(files, { documents: [] }).status).to.equal('unavailable');
  });

  it('differs rather than is unavailable when both hold', () => {
    const copy = copyOf(files, policies, (text) => text.replace('>Enforce<', '>Bypass<'));
    const documents = copy.documents.filter(({ type }) => type !== 'ExternalClientApplication');
    expect(compare(files, { documents }).status).to.equal('different');
  });

  it('need not have the secret, which no org gives back', () => {
    const pair = { consumerKey: 'KeyOfOurOwn123', consumerSecret: 'SecretOfOurOwn123' };
    const sent = prepareFiles(backend('AcmeErp', 'connected-app'), nothing, pair);
    const without = copyOf(sent, 'ConnectedApp', (text) => text.replace(/<consumerSecret>.*<\/consumerSecret>/, ''));
    expect(compare(sent, without).status).to.equal('match');
    const otherKey = copyOf(sent, 'ConnectedApp', (text) => text.replace('KeyOfOurOwn123', 'AnotherKey123'));
    expect(compare(sent, otherKey).differences.map(({ element }) => element)).to.deep.equal([
      'oauthConfig.consumerKey',
    ]);
  });

  it('is a failure of the command that names every app and element, and none when all match', () => {
    const app = (name: string, readBack: DeployedApp['readBack']): DeployedApp => ({
      name,
      registration: 'external-client-app',
      deployId: '0Af',
      status: 'Succeeded',
      components: [],
      credential: { secret: 'stored', store: 'memory', fresh: true },
      readBack,
    });
    const matching = app('A', { status: 'match', differences: [] });
    expect(readBackFailure([matching])).to.equal(undefined);
    const error = readBackFailure([
      matching,
      app(
        'B',
        compare(
          files,
          copyOf(files, policies, (text) => text.replace('>Enforce<', '>Bypass<')),
        ),
      ),
      app('C', compare(files, { documents: [] })),
    ]);
    expect(error?.name).to.equal('ReadBackDifferentError');
    expect(error?.message.split('\n').slice(1)).to.have.length(2);
    expect(error?.message).to.contain(
      `  B: ${policies} AcmeErp_oauthPlcy, ipRelaxationPolicyType: deployed "Enforce", the org has "Bypass"`,
    );
    expect(error?.message).to.contain('  C: could not be compared: the org gave nothing back for ');
    expect(error?.actions).to.have.length(2);
  });

  describe('read from it', () => {
    useTemporaryHome();
    let org: LoopbackOrg;
    before(async () => (org = await startOrg()));
    after(() => org.stop());

    it('has each app by itself, with its key, under whatever name its parts have, in one retrieve', async () => {
      const two = prepareFiles(backend('AcmeErpTwo', 'external-client-app'), nothing);
      const consumer = putExternalClientApp(org, 'AcmeErp');
      const other = putExternalClientApp(org, 'AcmeErpTwo');
      const connection = await connect(org);
      const first = org.requests.length;
      const copies = await readOrgCopies(
        connection,
        new Map([
          ['AcmeErp', files],
          ['AcmeErpTwo', two],
        ]),
      );
      expect(copies.get('AcmeErp')?.consumerKey).to.equal(consumer.key);
      expect(copies.get('AcmeErpTwo')?.consumerKey).to.equal(other.key);
      expect(copies.get('AcmeErp')?.documents.map(({ name }) => name)).to.not.include('AcmeErpTwo_oauth');
      expect(copies.get('AcmeErp')?.documents).to.have.length(5);
      const retrieves = org.requests.slice(first).filter(({ body }) => body.toString().includes('<retrieve'));
      expect(retrieves).to.have.length(1);
    });
  });
});
