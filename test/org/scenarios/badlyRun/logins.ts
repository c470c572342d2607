import type { LoopbackOrg } from '../../index.js';
import { putLogin } from '../../testing.js';
import type { Planted } from '../planted.js';
import { nightlyAdmin, person, shared } from './names.js';

/** Sign-ins that tell how programs really get in. */
export const plantLogins = (org: LoopbackOrg): Planted[] => {
  for (const daysAgo of [2, 9, 16]) {
    const legacy = { daysAgo, application: 'Legacy console', username: person(7), sourceIp: '203.0.113.90' };
    putLogin(org, { ...legacy, loginSubType: 'OauthUsernamePassword' });
    putLogin(org, { ...legacy, loginSubType: 'OauthUserAgent' });
    // The label form of the type: both spellings occur (audit.md A.6).
    putLogin(org, {
      daysAgo,
      username: person(7),
      loginType: 'Other Apex API',
      apiType: 'SOAP Partner',
      apiVersion: '52.0',
      sourceIp: '203.0.113.91',
    });
    putLogin(org, { daysAgo, username: shared, application: 'Browser', loginType: 'Application' });
    for (const application of ['Invoice feed', 'Stock feed'])
      putLogin(org, { daysAgo, username: shared, application, loginSubType: 'OauthClientCredentials' });
    putLogin(org, {
      daysAgo,
      username: nightlyAdmin,
      application: 'Nightly export',
      loginSubType: 'OauthClientCredentials',
    });
  }
  return [
    { rule: 'username-password-flow', app: 'LegacyConsole', because: 'logins of subtype OauthUsernamePassword' },
    { rule: 'user-agent-flow', app: 'LegacyConsole', because: 'logins of subtype OauthUserAgent' },
    { rule: 'flow-retirement-ahead', app: 'LegacyConsole', because: 'it uses flows that end' },
    { rule: 'soap-login', user: person(7), because: 'logins of type Other Apex API' },
    { rule: 'integration-user-interactive', user: shared, because: 'a program signs in with a browser' },
  ];
};
