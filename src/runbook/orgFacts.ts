import type { Fact, Inventory, InventoryApp } from '../inventory/types.js';
import { tokensOfApp } from '../inventory/org/tokensOfApp.js';
import { markdownText } from '../report/markdownText.js';
import { maskKey } from '../secrets/redact.js';
import type { OrgFacts } from './facts.js';

/** More names than that help nobody in an incident. */
const mostUsers = 20;

const cell = <T>(fact: Fact<T>, words: (value: T) => string): string =>
  markdownText(fact.known ? words(fact.value) : `not known: ${fact.reason}`);

const usersOf = (app: InventoryApp, tokens: Inventory['tokens'], org: string): string => {
  const rows = tokens.find((one) => one.org === org)?.rows;
  if (!rows) return 'not known: the tokens were not read';
  if (!rows.known) return markdownText(`not known: ${rows.reason}`);
  const users = [...new Set(tokensOfApp(app, rows.value).map(({ username, userId }) => username ?? userId))].sort();
  if (users.length === 0) return 'nobody; client credentials and jwt-bearer leave no token that the org lists';
  const more = users.length > mostUsers ? [`${users.length - mostUsers} more`] : [];
  return markdownText([...users.slice(0, mostUsers), ...more].join(', '), 4000);
};

const families = { 'external-client-app': 'External Client App', 'connected-app': 'Connected App' } as const;

const idOf = ({ origin }: InventoryApp): string =>
  origin.kind === 'org' && origin.id !== '' ? origin.id : 'not known';

/** What an org shows that somebody with this runbook in hand wants to know. Nothing in it changes from day to day. */
export const orgFactsOf = (org: string, app: InventoryApp | undefined, { tokens }: Inventory): OrgFacts => {
  if (!app) return { org, rows: [{ fact: 'Registration', value: 'the org has no app of this name' }] };
  const yes = (value: boolean): string => (value ? 'yes' : 'no');
  const rows: Array<[fact: string, value: string]> = [
    ['Registration', `${families[app.registration]} ${markdownText(app.name)}`],
    ['Id', markdownText(idOf(app))],
    ['Consumer key', cell(app.consumerKey, (key) => (key === undefined ? 'none' : maskKey(key)))],
    ['Switched on', cell(app.enabled, yes)],
    ['Permitted users', cell(app.permittedUsers, (value) => value)],
    ['Address restrictions', cell(app.ipRelaxation, (value) => value)],
    [
      'Scopes',
      cell(
        app.scopes,
        (scopes) =>
          scopes
            .map(({ value }) => value)
            .sort()
            .join(', ') || 'none',
      ),
    ],
    ['Runs as', cell(app.clientCredentials.runAsUser, (user) => user ?? 'nobody')],
    ['Opened by', cell(app.grants, openers)],
    ['Users who hold tokens', usersOf(app, tokens, org)],
  ];
  return { org, rows: rows.map(([fact, value]) => ({ fact, value })) };
};

const openers = ({
  permissionSets,
  profiles,
}: {
  permissionSets: Array<{ value: string }>;
  profiles: Array<{ value: string }>;
}): string =>
  [...permissionSets.map(({ value }) => value), ...profiles.map(({ value }) => `profile ${value}`)].sort().join(', ') ||
  'nothing';
