import { expect } from 'chai';
import { isInRange, networkAddress } from '../../../src/app/networks.js';
import { isSameUser, isUserId } from '../../../src/audit/usernames.js';
import { soundsLikeProgram } from '../../../src/audit/nonHuman.js';
import { createPseudonyms, type Pseudonyms } from '../../../src/inventory/snapshot/pseudonyms.js';

const withKey = (key: string): Pseudonyms =>
  createPseudonyms({ key: Buffer.from(key), soundsLikeProgram, keptAddresses: new Set(['185.220.101.33']) });

const names = withKey('key');

const sizeOf = ({ start, end }: { start: string; end: string }): number => {
  const value = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return value(end) - value(start) + 1;
};

describe('pseudonyms', () => {
  it('are the same for the same, and others under another key', () => {
    for (const kind of ['username', 'personName', 'address'] as const) {
      const text = kind === 'address' ? '203.0.113.77' : 'jane.doe@acme.com';
      expect(names[kind](text)).to.equal(names[kind](text)).and.not.equal(text);
      expect(withKey('other')[kind](text)).to.not.equal(names[kind](text));
    }
  });

  it('of users are ids of users, and one user has one in 15 and in 18 characters', () => {
    const long = names.userId('0055g000004abcdAAA');
    const short = names.userId('0055g000004abcd');
    expect([isUserId(long), isUserId(short)]).to.deep.equal([true, true]);
    expect([long.length, short.length]).to.deep.equal([18, 15]);
    expect(long.slice(0, 15)).to.equal(short);
    expect(names.userId('0055g000004abce')).to.not.equal(short);
  });

  it('of usernames keep who shares a domain, what a sandbox appends, and what sounds like a program', () => {
    const [jane, john] = [names.username('Jane@acme.com'), names.username('john@acme.com')];
    expect(jane.split('@')[1]).to.equal(john.split('@')[1]);
    expect(jane).to.not.equal(john);
    expect(names.username('jane@ACME.com')).to.equal(jane);
    expect(isSameUser(names.username('jane@acme.com.uat'), jane)).to.equal(true);
    for (const username of ['erp.integration@acme.com', 'svc-billing@acme.com', 'acme-erp@acme.example.integration'])
      expect(soundsLikeProgram(names.username(username)), username).to.equal(true);
    expect(soundsLikeProgram(jane)).to.equal(false);
  });

  it('of addresses keep networks together and apart', () => {
    const all = Array.from({ length: 300 }, (_, index) => `62.${index % 3}.${index % 7}.${index % 256}`);
    const networks = new Map<string, string>();
    for (const ip of all) {
      const [before, after] = [networkAddress(ip)?.network ?? '', networkAddress(names.address(ip))?.network ?? ''];
      expect(networks.get(before) ?? after).to.equal(after);
      networks.set(before, after);
    }
    expect(new Set(networks.values()).size).to.equal(networks.size);
    expect(new Set(all.map(names.address)).size).to.equal(new Set(all).size);
    expect(all.filter((ip) => names.address(ip) === ip).length).to.be.below(5);
  });

  it('of addresses stay public, and private ones stay', () => {
    const edges = [100, 169, 172, 192, 198]
      .flatMap((first) => Array.from({ length: 256 }, (_, second) => `${first}.${second}.77.1`))
      .filter((ip) => networkAddress(ip)?.isPrivate === false);
    expect(edges.length).to.be.greaterThan(1000);
    for (const ip of [...edges, '8.8.8.8', '2a00:1450::8888'])
      expect(networkAddress(names.address(ip))?.isPrivate, ip).to.equal(false);
    for (const ip of ['10.1.2.3', '192.168.1.1', '127.0.0.1', '::1', 'fd00::1', 'Salesforce.com IP', '1.2.3', ''])
      expect(names.address(ip)).to.equal(ip);
  });

  it('leave published indicators as they are', () => {
    expect(names.address('185.220.101.33')).to.equal('185.220.101.33');
    expect(names.address('185.220.101.34')).to.not.equal('185.220.101.34');
  });

  it('of ranges keep size and order, and networks keep the addresses in them', () => {
    for (const [start, end] of [
      ['203.0.113.0', '203.0.113.255'],
      ['62.10.0.0', '62.10.255.255'],
      ['62.10.3.9', '62.10.3.200'],
      ['62.10.3.7', '62.10.3.7'],
      ['0.0.0.0', '255.255.255.255'],
    ] as const) {
      const range = names.range({ start, end });
      expect(sizeOf(range), start).to.equal(sizeOf({ start, end }));
    }
    const range = names.range({ start: '62.10.0.0', end: '62.10.255.255' });
    expect(range.start).to.not.equal('62.10.0.0');
    for (const ip of ['62.10.0.0', '62.10.77.3', '62.10.255.255'])
      expect(isInRange(names.address(ip), range), ip).to.equal(true);
    expect(isInRange(names.address('62.11.0.1'), range)).to.equal(false);
    expect(names.range({ start: '2a00:1450::', end: '2a00:1450:ffff:ffff:ffff:ffff:ffff:ffff' }).start).to.match(
      /^2a00:/,
    );
  });
});
