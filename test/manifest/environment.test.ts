import { expect } from 'chai';
import { findEnvironment, resolveEnvironment } from '../../src/manifest/environment.js';
import { readManifest } from '../../src/manifest/read.js';
import { exampleManifest } from './example.js';

const file = 'clientapps/AcmeErp.clientapp.yaml';
const example = readManifest(exampleManifest, file);

describe('environments of a manifest', () => {
  it('change what they name and nothing else', () => {
    const base = resolveEnvironment(example);
    expect(resolveEnvironment(example, 'uat')).to.deep.equal({
      ...base,
      identity: { user: 'acme-erp@acme.example.uat' },
      policies: { ...base.policies, ipRanges: ['198.51.100.7'] },
    });
    expect(base.identity.user).to.equal('acme-erp@acme.example.integration');
  });

  it('merge policies key by key, and replace the refresh-token policy whole', () => {
    const read = readManifest(
      `${exampleManifest}  dev: { policies: { refreshToken: { rule: immediate }, session: { timeoutMinutes: 15 } }, credentials: { store: keychain } }\n`,
      file,
    );
    const { policies, credentials } = resolveEnvironment(read, 'dev');
    expect(policies.refreshToken).to.deep.equal({ rule: 'immediate' });
    expect(policies.session).to.deep.equal({ timeoutMinutes: 15, level: 'standard' });
    expect(policies.ipRanges).to.deep.equal(['203.0.113.0/24']);
    expect(credentials).to.deep.include({ store: 'keychain', rotateEveryDays: 180 });
  });

  it('are found by alias or username', () => {
    expect(findEnvironment(example, [undefined, 'uat', 'me@acme.example'])).to.equal('uat');
    expect(findEnvironment(example, ['prod', 'toString'])).to.equal(undefined);
  });

  it('are not guessed: an unknown one is an error', () => {
    expect(() => resolveEnvironment(example, 'uta'))
      .to.throw('has no environment "uta". Did you mean "uat"?')
      .with.property('name', 'EnvironmentNotFoundError');
    expect(() => resolveEnvironment(example, 'constructor')).to.throw('has no environment "constructor"');
  });

  it('are not had from a manifest with problems', () => {
    expect(() => resolveEnvironment(readManifest('name: x y', file)))
      .to.throw(`${file}:1:7 "x y" is not an API name`)
      .with.property('name', 'ManifestInvalidError');
  });
});
