import { expect } from 'chai';
import { readDocument } from '../../src/registration/readDocument.js';
import { formatRefreshTokenPolicy, parseRefreshTokenFields } from '../../src/registration/spelling/refreshToken.js';

const problemsOf = (file: string, root: string, inside: string): string[] =>
  readDocument(file, `<${root} xmlns="http://soap.sforce.com/2006/04/metadata">${inside}</${root}>`).problems.map(
    ({ message }) => message,
  );
const inApp = (inside: string): string => problemsOf('Erp.connectedApp-meta.xml', 'ConnectedApp', inside).join('\n');

describe('an element at a place where it does not belong', () => {
  it('is shown its place in the same file', () => {
    expect(inApp('<label>Erp</label><consumerKey>key</consumerKey>')).to.contain('; it belongs into <oauthConfig>');
    expect(inApp('<oauthConfig><refreshTokenPolicy>zero</refreshTokenPolicy></oauthConfig>')).to.contain(
      '; it belongs into another group, <oauthPolicy>',
    );
    expect(inApp('<oauthConfig><contactEmail>a@acme.example</contactEmail></oauthConfig>')).to.contain(
      '; it belongs directly into <ConnectedApp>',
    );
  });

  it('is shown the file that has it', () => {
    const found = problemsOf(
      'Erp.eca-meta.xml',
      'ExternalClientApplication',
      '<label>Erp</label><isPkceRequired>true</isPkceRequired>',
    ).join('\n');
    expect(found).to.match(/; it belongs into the \.ecaGlblOauth file/);
  });

  it('is told nothing when nobody knows', () => {
    // Settings have it, but no permission set is meant to be one.
    const inSet = problemsOf(
      'Erp.permissionset-meta.xml',
      'PermissionSet',
      '<label>E</label><isPkceRequired>1</isPkceRequired>',
    );
    expect(inSet).to.deep.equal(['<PermissionSet> has no <isPkceRequired>']);
    expect(inApp('<label>Erp</label><frobnicate>1</frobnicate>')).to.match(/<frobnicate>[^;]*$/m);
  });
});

describe('a refresh token policy in three elements', () => {
  const parse = (type: string, period?: string, unit?: string) => parseRefreshTokenFields({ type, period, unit });

  it('is read with its unit, days without one', () => {
    expect(parse('Infinite')).to.deep.equal({ rule: 'never' });
    expect(parse('Zero')).to.deep.equal({ rule: 'immediate' });
    expect(parse('SpecificLifetime', '30')).to.deep.equal({ rule: 'lifetime', days: 30 });
    expect(parse('SpecificInactivity', '12', 'Hours')).to.deep.equal({ rule: 'inactivity', hours: 12 });
  });

  it('is none without a period that is a number, or with another word', () => {
    expect(parse('SpecificLifetime')).to.equal(undefined);
    expect(parse('SpecificLifetime', '-1', 'Days')).to.equal(undefined);
    expect(parse('SpecificLifetime', '1e3', 'Days')).to.equal(undefined);
    expect(parse('Sometimes', '30', 'Days')).to.equal(undefined);
  });

  it('is one word in a connected app', () => {
    expect(formatRefreshTokenPolicy({ rule: 'never' })).to.equal('infinite');
    expect(formatRefreshTokenPolicy({ rule: 'immediate' })).to.equal('zero');
    expect(formatRefreshTokenPolicy({ rule: 'inactivity', hours: 12 })).to.equal('specific_inactivity:12:HOURS');
    expect(formatRefreshTokenPolicy({ rule: 'lifetime', days: 30 })).to.equal('specific_lifetime:30:DAYS');
  });
});
