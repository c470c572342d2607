import { expect } from 'chai';
import { format } from 'node:util';
import { checkCredential, parseCredential } from '../../src/secrets/credential.js';
import { formatAddress } from '../../src/secrets/address.js';
import { credential, pem } from './support.js';

const stored = { ...credential, privateKey: pem };

describe('a credential that was read', () => {
  it('reads like any object but prints without its secrets', () => {
    const read = parseCredential(stored)!;
    expect(read).to.deep.equal(stored);
    for (const printed of [JSON.stringify({ result: [read] }), format('%o %j', read, read), format(read)]) {
      expect(printed).not.to.include(credential.consumerSecret).and.not.include('MIIEvQ');
    }
    expect(JSON.stringify(read)).to.include('"consumerSecret":"[secret]"').and.to.include(credential.consumerKey);
  });

  it('can be stored again as it is', () => {
    expect(JSON.parse(JSON.stringify(checkCredential(parseCredential(stored)!)))).to.deep.equal(stored);
  });

  it('prints as it is when it has no secrets', () => {
    const { consumerSecret: _, ...open } = credential;
    expect(JSON.parse(JSON.stringify(parseCredential(open)))).to.deep.equal(open);
  });

  it('is none when a field is missing, wrong or unknown', () => {
    const { state, ...stateless } = stored;
    expect(parseCredential(stateless)).to.be.undefined;
    expect(parseCredential({ ...stateless, state: `${state}?` })).to.be.undefined;
    expect(parseCredential({ ...stored, other: 1 })).to.be.undefined;
    expect(parseCredential('text')).to.be.undefined;
  });
});

describe('a credential that is to be stored', () => {
  it('is refused by the names of its fields, never by their values', () => {
    const odd = { ...stored, consumerSecret: '', note: 'hunter2' };
    expect(() => checkCredential(odd)).to.throw(
      'The credential can not be stored; wrong or missing: consumerSecret, an unknown field.',
    );
    expect(() => checkCredential({ ...stored, storedAt: 'hunter2' })).to.throw(/wrong or missing: storedAt\.$/);
  });

  it('has the id of an org as its place', () => {
    expect(formatAddress({ orgId: '00D000000000001EAA', app: 'AcmeErp' })).to.equal('00D000000000001/AcmeErp');
    for (const orgId of ['', '00D', '001000000000001', '00D00000000000', '00D000000000001EA', '../00D000000000001'])
      expect(() => formatAddress({ orgId, app: 'AcmeErp' }), orgId)
        .to.throw('is not the id of an org')
        .with.property('name', 'InvalidOrgIdError');
  });
});
