import type { LoopbackOrg } from '../../index.js';
import { putToken } from '../../testing.js';
import type { Planted } from '../planted.js';
import { boss, frozen, leaver, person, suddenApp, uninstalledApp } from './names.js';

const appId = (org: LoopbackOrg, name: string): string =>
  org.state.metadata.components.find(
    ({ type, fullName }) => fullName === name && ['ConnectedApp', 'ExternalClientApplication'].includes(type),
  )?.id ?? '';

/** Grants that should have ended, or never have been given. */
export const plantTokens = (org: LoopbackOrg): Planted[] => {
  const used = { created: { daysAgo: 100 }, lastUsed: { daysAgo: 1 }, useCount: 50 };
  const partner = { appName: 'Partner web', appId: appId(org, 'PartnerWeb') };
  const open = { appName: 'Open door', appId: appId(org, 'OpenDoor') };

  putToken(org, { ...used, username: boss, appName: uninstalledApp });
  putToken(org, { ...used, ...partner, username: leaver });
  putToken(org, { ...used, ...partner, username: frozen });
  putToken(org, { ...partner, username: person(2), created: { daysAgo: 400 }, lastUsed: { daysAgo: 200 } });
  putToken(org, { ...used, ...partner, username: person(1) });
  for (let number = 0; number < 7; number += 1)
    putToken(org, { ...used, ...open, username: person(3), created: { daysAgo: 90 + number } });
  putToken(org, { ...used, ...open, username: person(5) });
  putToken(org, {
    ...used,
    username: person(4),
    appName: 'Salesforce CLI',
    appId: appId(org, 'SalesforceCLI'),
  });
  putToken(org, { ...used, username: boss, appName: 'Agent bridge', appId: appId(org, 'AgentBridge') });
  putToken(org, { ...used, username: person(6), appName: 'Drift bot', appId: appId(org, 'DriftBot') });
  putToken(org, { ...used, username: person(7), appName: 'Legacy console', appId: appId(org, 'LegacyConsole') });
  putToken(org, { ...used, username: person(12), appName: 'Lead generator', appId: appId(org, 'leadgen__LeadGen') });
  const burst = org.clock.now().getTime() - 2 * 86_400_000;
  for (let number = 13; number <= 28; number += 1)
    putToken(org, {
      username: person(number),
      appName: suddenApp,
      created: { at: new Date(burst + number * 300_000) },
    });
  return [
    {
      rule: 'uninstalled-app-with-tokens',
      app: uninstalledApp,
      because: 'nobody installed it, and it has a live token',
    },
    { rule: 'uninstalled-app-with-tokens', app: suddenApp, because: 'nobody installed it either' },
    { rule: 'privileged-user-token', app: uninstalledApp, user: boss, because: 'an administrator let it in' },
    { rule: 'token-of-inactive-user', app: 'PartnerWeb', user: leaver, because: 'the user left' },
    { rule: 'token-of-inactive-user', app: 'PartnerWeb', user: frozen, because: 'the user is frozen' },
    { rule: 'stale-token', app: 'PartnerWeb', user: person(2), because: 'unused for 200 days' },
    {
      rule: 'tokens-predate-hardening',
      app: 'PartnerWeb',
      user: person(1),
      because: 'nothing opens the app for this user',
    },
    { rule: 'token-sprawl', app: 'OpenDoor', user: person(3), because: 'seven tokens of one app' },
    {
      rule: 'agent-with-privileged-user',
      app: 'AgentBridge',
      user: boss,
      because: 'an agent with an administrator behind it',
    },
    { rule: 'token-burst', app: suddenApp, because: 'sixteen users let it in within two hours' },
  ];
};
