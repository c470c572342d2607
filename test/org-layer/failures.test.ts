import { SfError } from '@salesforce/core/sfError';
import { expect } from 'chai';
import { explainOrgFailure, orgErrorCode } from '../../src/org/failures.js';
import { isRefusal, refusalReason } from '../../src/org/refusals.js';
import { signIn, startOrg } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import { queryRows } from '../../src/org/soql.js';

const token = '00D000000000001!AQEAQABCDEFabcdef.0123456789_x';

const errorOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
};

const explained = (error: unknown): SfError => {
  const found = explainOrgFailure(error, 'dev');
  if (!(found instanceof SfError)) throw new Error(`not explained: ${String(found)}`);
  return found as SfError;
};

const coded = (message: string, errorCode: string): Error => Object.assign(new Error(message), { errorCode });

describe('failures that any call to an org can meet', () => {
  useTemporaryHome();

  it('an expired session, as orgs say it', () => {
    for (const error of [
      coded('Session expired or invalid', 'INVALID_SESSION_ID'),
      coded('INVALID_SESSION_ID: gone', 'sf:INVALID_SESSION_ID'),
      new Error('expired access/refresh token'),
    ]) {
      const found = explained(error);
      expect(found).to.include({ name: 'SessionExpiredError', exitCode: 1 });
      expect(found.message).to.contain('dev');
      expect(found.actions?.[0]).to.contain('sf org login web --alias dev');
      expect(found.cause).to.equal(error);
    }
  });

  it('a network that is down, however deep it is said', () => {
    for (const error of [
      Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      new TypeError('fetch failed', { cause: Object.assign(new Error('y'), { code: 'ENOTFOUND' }) }),
      new Error('request to http://x failed, reason: connect ETIMEDOUT 10.0.0.1:443'),
    ]) {
      const found = explained(error);
      expect(found).to.include({ name: 'OrgUnreachableError', exitCode: 1 });
      expect(found.message).to.match(/^dev can't be reached \(E\w+\)\.$/);
      expect(found.actions?.[0]).to.contain('HTTPS_PROXY');
    }
  });

  it('an access token in the text of an error is no longer there', () => {
    const error = new Error(`refused for ${token} and ${token.replace('!', '%21')}`);
    expect(explainOrgFailure(error, 'dev')).to.equal(error);
    expect(error.message).to.equal('refused for [access token] and [access token]');
    expect(error.stack).to.not.contain('AQEAQ');
    const session = explained(coded(`Session expired or invalid: ${token}`, 'INVALID_SESSION_ID'));
    expect(`${session.message}${session.stack ?? ''}${String(session.cause)}`).to.not.contain('AQEAQ');
  });

  it('anything else passes as it is', () => {
    const error = coded('odd', 'INVALID_TYPE');
    expect(explainOrgFailure(error, 'dev')).to.equal(error);
    expect(explainOrgFailure('text', 'dev')).to.equal('text');
    expect(explainOrgFailure(undefined, 'dev')).to.equal(undefined);
  });

  it('have a code without the prefix of SOAP', () => {
    expect(orgErrorCode(coded('x', 'sf:INVALID_TYPE'))).to.equal('INVALID_TYPE');
    expect(orgErrorCode(coded('x', 'INVALID_TYPE'))).to.equal('INVALID_TYPE');
    expect(orgErrorCode('x')).to.equal(undefined);
  });

  it('of one call alone are told from those of every call', () => {
    expect(isRefusal(coded('x', 'INVALID_TYPE'))).to.equal(true);
    expect(isRefusal(coded('x', 'INVALID_SESSION_ID'))).to.equal(false);
    expect(isRefusal(coded('x', 'sf:REQUEST_LIMIT_EXCEEDED'))).to.equal(false);
    expect(isRefusal(new Error('x'))).to.equal(false);
    expect(refusalReason(coded('x', 'INVALID_TYPE'), 'Thing')).to.contain('does not show Thing');
    expect(refusalReason(coded('x', 'INSUFFICIENT_ACCESS_OR_READONLY'), 'Thing')).to.equal(
      'the user may not read Thing',
    );
    expect(refusalReason(coded('SELECT a\n^\nodd thing.', 'ODD'), 'Thing')).to.equal(
      'the org refused to give Thing: odd thing',
    );
  });

  it('are what a real connection meets', async () => {
    const org = await startOrg();
    const connection = await signIn(org);
    const ask = (): Promise<unknown> => queryRows(connection, 'SELECT Id FROM User');
    org.state.sessions.length = 0;
    const expired = explained(await errorOf(ask()));
    expect(expired.name).to.equal('SessionExpiredError');
    await org.stop();
    const down = explained(await errorOf(ask()));
    expect(down.name).to.equal('OrgUnreachableError');
    for (const { message, stack } of [expired, down])
      expect(`${message}${stack ?? ''}`).to.not.contain(org.accessToken);
  });
});
