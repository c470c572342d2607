import { expect } from 'chai';
import {
  getsRefreshTokens,
  isCommandLine,
  isHybridMobileApp,
  isNativeOnly,
  isPublic,
  mayKeepDeviceFlow,
  usesAuthorizationCode,
} from '../../src/audit/clientFlow.js';
import { either } from '../../src/audit/conditions.js';
import { known, unknown, type InventoryApp } from '../../src/inventory/types.js';
import { anApp } from './rules/anInventory.js';

const cli = 'http://localhost:1717/OauthRedirect';
const server = 'https://erp.acme.com/cb';
const withUrls = (urls: string[], overrides: Partial<InventoryApp> = {}) =>
  anApp({ callbackUrls: known(urls.map((value) => ({ value }))), ...overrides });
const certificate = known<string | undefined>('MIIB');
const yes = known(true);
const no = known(false);

describe('what the settings of an app say about its flow', () => {
  it('a certificate beside dummies is no code flow; beside one real callback it is', () => {
    expect(usesAuthorizationCode(withUrls([cli, 'https://unused.invalid/callback'], { certificate }))).to.include(no);
    expect(usesAuthorizationCode(withUrls([cli, server], { certificate }))).to.include(yes);
    expect(usesAuthorizationCode(withUrls([cli]))).to.include(yes);
    expect(usesAuthorizationCode(withUrls([]))).to.include(no);
  });

  it('a native app has nothing but callbacks on the device', () => {
    expect(isNativeOnly([cli, 'acme://done'])).to.equal(true);
    expect(isNativeOnly([cli, server])).to.equal(false);
    expect(isNativeOnly([])).to.equal(false);
  });

  it('a client is public by its setting, or by callbacks of mobile apps and the CLI alone', () => {
    expect(isPublic(withUrls([server], { secretOptional: yes }))).to.include(yes);
    expect(isPublic(withUrls([cli, 'acme://done']))).to.include(yes);
    expect(isPublic(withUrls([cli, 'http://localhost:3000/']))).to.include(no);
    expect(isPublic(withUrls([cli, server]))).to.include(no);
    expect(isPublic(withUrls([server], { secretOptional: unknown('no file') }))).to.include({ known: false });
  });

  it('a command-line tool has the callback of the CLI alone and signs in with a user', () => {
    expect(isCommandLine(withUrls([cli]))).to.equal(true);
    expect(isCommandLine(withUrls([cli, server]))).to.equal(false);
    expect(isCommandLine(withUrls([]))).to.equal(false);
    expect(isCommandLine(withUrls([cli], { certificate }))).to.equal(false);
  });

  it('a hybrid mobile app opens pages and has a scheme of its own, among others', () => {
    const scopes = known([{ value: 'api' }, { value: 'lightning' }]);
    expect(isHybridMobileApp(withUrls([server, 'acme://done'], { scopes }))).to.equal(true);
    expect(isHybridMobileApp(withUrls(['sfdc://oauth/success'], { scopes }))).to.equal(false);
    expect(isHybridMobileApp(withUrls([server], { scopes }))).to.equal(false);
    expect(isHybridMobileApp(withUrls(['acme://done']))).to.equal(false);
  });

  it('the device flow stays with a local External Client App that has localhost among its callbacks', () => {
    expect(mayKeepDeviceFlow(withUrls([server, cli]))).to.include(yes);
    expect(mayKeepDeviceFlow(withUrls([server]))).to.include(no);
    expect(mayKeepDeviceFlow(withUrls([cli], { managed: true }))).to.include(no);
    expect(mayKeepDeviceFlow(withUrls([cli], { registration: 'connected-app' }))).to.include(no);
  });

  it('refresh tokens need the scope and a flow that gives them', () => {
    expect(getsRefreshTokens(withUrls([server]))).to.include(yes);
    expect(getsRefreshTokens(withUrls([]))).to.include(no);
    expect(getsRefreshTokens(withUrls([], { deviceFlow: yes }))).to.include(yes);
    expect(getsRefreshTokens(withUrls([server], { scopes: known([{ value: 'api' }]) }))).to.include(no);
    expect(getsRefreshTokens(withUrls([], { scopes: unknown('no scopes') }))).to.include(no);
    expect(getsRefreshTokens(withUrls([], { deviceFlow: unknown('no switch') }))).to.include({ known: false });
  });

  it('one that holds settles an or, whatever the other', () => {
    const gap = unknown('no file');
    expect(either(gap, yes)).to.equal(yes);
    expect(either(yes, gap)).to.equal(yes);
    expect(either(no, gap)).to.equal(gap);
    expect(either(gap, no)).to.equal(gap);
    expect(either(no, no)).to.equal(no);
  });
});
