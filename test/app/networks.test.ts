import { expect } from 'chai';
import { isInRange, networkAddress } from '../../src/app/networks.js';

describe('networks', () => {
  it('are 256 addresses of IPv4 and a /64 of IPv6', () => {
    expect(networkAddress('198.51.100.77')).to.deep.equal({
      ip: '198.51.100.77',
      network: '198.51.100.0/24',
      // Addresses for documentation are of no network at all; they stand for public ones in tests.
      isPrivate: false,
    });
    expect(networkAddress('3.239.45.43')).to.deep.include({ network: '3.239.45.0/24', isPrivate: false });
    expect(networkAddress('2A03:2880:1:2:3::4')).to.deep.include({ network: '2a03:2880:1:2::/64', isPrivate: false });
    expect(networkAddress('::ffff:3.239.45.43')).to.deep.include({ ip: '3.239.45.43', network: '3.239.45.0/24' });
  });

  it('are private where nobody outside can call from', () => {
    for (const ip of [
      '10.1.2.3',
      '192.168.0.1',
      '172.16.9.9',
      '127.0.0.1',
      '100.64.0.1',
      'fd00::1',
      '::1',
      '169.254.1.1',
    ])
      expect(networkAddress(ip)?.isPrivate, ip).to.equal(true);
  });

  it('are none for what is no address', () => {
    for (const text of ['Salesforce.com IP', '', '10', '0x7f.1', '1.2.3.4.5', '300.1.1.1', '::ffff::1'])
      expect(networkAddress(text), text).to.equal(undefined);
  });

  it('tell whether a range has an address, ends included', () => {
    const range = { start: '203.0.113.7', end: '203.0.114.9' };
    for (const ip of ['203.0.113.7', '203.0.113.255', '203.0.114.0', '203.0.114.9'])
      expect(isInRange(ip, range), ip).to.equal(true);
    for (const ip of ['203.0.113.6', '203.0.114.10', '202.255.255.255', '2a03::1', 'Salesforce.com IP'])
      expect(isInRange(ip, range), ip).to.equal(false);
    expect(isInRange('2a03::5', { start: '2a03::', end: '2a03::ff' })).to.equal(true);
  });
});
