import { expect } from 'chai';
import { format } from 'node:util';
import { checkCredential, parseCredential } from '../../src/secrets/credential.js';
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

  it('is none when a field is missing, wrong or unknown', () => {
    const { state, ...stateless } = stored;
    expect(parseCredential(stateless)).to.be.undefined;
    expect(parseCredential({ ...stateless, state: `${state}?` })).to.be.undefined;
    expect(parseCredential({ ...stored, other: 1 })).to.be.undefined;
    expect(parseCredential('text')).to.be.undefined;
  });
});
