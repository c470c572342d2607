import { permissionSetNames, type RefreshTokenPolicy } from '../app/clientApp.js';
import { markdownText } from '../report/markdownText.js';
import { credentialNames, daysAfter, rotationKindOf } from './credentialKind.js';
import type { RunbookFacts } from './facts.js';
import { parts, table, textOr } from './markdown.js';

const families = { 'external-client-app': 'External Client App', 'connected-app': 'Connected App' } as const;

const list = (texts: readonly string[], none: string): string =>
  texts.length === 0 ? none : texts.map((text) => markdownText(text)).join('<br>');

const refreshWords = (policy: RefreshTokenPolicy): string => {
  if ('days' in policy) return refreshTime(policy.rule, `${policy.days} days`);
  if ('hours' in policy) return refreshTime(policy.rule, `${policy.hours} hours`);
  return policy.rule === 'never' ? 'never expires' : 'expires at once';
};

const refreshTime = (rule: 'lifetime' | 'inactivity', time: string): string =>
  rule === 'inactivity' ? `expires after ${time} without use` : `expires ${time} after it was given`;

/** What the app is. */
export const aboutSection = ({ app, manifest }: RunbookFacts): string => {
  const { vendor, policies } = app;
  const sets = permissionSetNames(app.name);
  const vendorText = vendor && [vendor.name, vendor.url].filter((text) => text !== undefined).join(', ');
  return parts(
    '## What it is',
    table(
      ['', ''],
      [
        ['Purpose', textOr(app.description, 'nobody has described it')],
        ['API name', markdownText(app.name)],
        ['Registration', families[app.registration]],
        ['Model and flow', `${app.model}, ${app.flow}`],
        ['Criticality', app.criticality],
        ...(vendorText === undefined ? [] : [['Vendor', markdownText(vendorText)]]),
        [
          'Manifest',
          manifest === undefined ? 'none: what follows was read from source or an org' : markdownText(manifest),
        ],
        ['Permitted users', policies.permittedUsers],
        ['Address restrictions', policies.ipRelaxation],
        ['Addresses', list(policies.ipRanges, 'none named')],
        ['Callback URLs', list(app.callbackUrls, 'none')],
        ['Refresh token', refreshWords(policies.refreshToken)],
        ['Session', `${policies.session.timeoutMinutes} minutes`],
        ['Permission sets', list([sets.access, sets.data], '')],
      ],
    ),
    Object.keys(app.scopes).length === 0
      ? 'It has no scopes.'
      : table(
          ['Scope', 'Why'],
          Object.entries(app.scopes).map(([scope, reason]) => [markdownText(scope), textOr(reason, 'nobody said')]),
        ),
  );
};

/** Whom to call. */
export const contactsSection = ({ app: { owner, vendor, review } }: RunbookFacts): string =>
  parts(
    '## Contacts',
    table(
      ['Who', 'How'],
      [
        ['Owner', [textOr(owner.name, ''), markdownText(owner.email)].filter((text) => text !== '').join(', ')],
        ...(vendor
          ? [
              [
                'Vendor',
                [vendor.name, vendor.url ?? '']
                  .map((text) => markdownText(text))
                  .join(' ')
                  .trim(),
              ],
            ]
          : []),
        ...(review.by === undefined ? [] : [['Last reviewer', markdownText(review.by)]]),
      ],
    ),
  );

const storeWords = (store: string): string => {
  if (store === 'sf') return 'sf: encrypted, beside the files of the Salesforce CLI on the machine that keeps it';
  if (store === 'keychain') return 'keychain: the keychain of the machine that keeps it';
  if (store.startsWith('env:')) return `${markdownText(store)}: a file of environment variables`;
  return `${markdownText(store)}: another program's keeping`;
};

/** The last rotation that is written down anywhere. */
const lastRotated = ({ app, history }: RunbookFacts): string | undefined =>
  [app.credentials.lastRotated, ...history.filter(({ event }) => event.endsWith('rotated')).map(({ day }) => day)]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);

/** Where the credential lives, and when it is due. */
export const credentialSection = (facts: RunbookFacts): string => {
  const { app, certificate } = facts;
  const { credentials } = app;
  const kind = rotationKindOf(app);
  const last = lastRotated(facts);
  const due = last === undefined ? 'now: no rotation is written down' : daysAfter(last, credentials.rotateEveryDays);
  return parts(
    '## Where the credential lives',
    table(
      ['', ''],
      [
        ['Credential', credentialNames[kind]],
        ...(kind === 'none'
          ? []
          : [
              ['Secret store', storeWords(credentials.store)],
              ['Rotate every', `${credentials.rotateEveryDays} days`],
              ['Last rotated', last ?? 'nobody has written it down'],
              ['Next rotation due', due],
            ]),
        ...(kind !== 'certificate'
          ? []
          : [
              ['Certificate file', textOr(credentials.certificateFile, 'the manifest names none')],
              ['Certificate ends', certificate?.validTo ?? 'not known: the file could not be read'],
              ...(certificate ? [['Certificate SHA-256', certificate.fingerprint256]] : []),
            ]),
      ],
    ),
    kind === 'none'
      ? undefined
      : 'The secret itself is in no file of this project, and in no output of the commands below.',
  );
};

const consumers = {
  web: 'A server that signs users in and calls the API for them.',
  mobile: 'An app on the devices of its users.',
  backend: 'A program without a person in front of it.',
  cli: 'A program on the command line.',
} as const;

/** What stops working when the credential does. */
export const consumersSection = ({ app, environments, orgFacts }: RunbookFacts): string =>
  parts(
    '## Who consumes it',
    `${consumers[app.model]} ${
      app.identity.user === undefined
        ? 'The manifest names no integration user.'
        : `It acts as ${markdownText(app.identity.user)}, and nothing else should.`
    }`,
    environments.length === 0
      ? undefined
      : table(
          ['Environment', 'Integration user', 'Secret store'],
          environments.map(({ name, user, store }) => [
            markdownText(name),
            textOr(user, 'none named'),
            markdownText(store),
          ]),
        ),
    orgFacts ? `What ${markdownText(orgFacts.org)} shows stands below.` : undefined,
  );
