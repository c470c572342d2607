import type { AppPortrait, Rhythm, ScopePortrait, TokenPortrait, UserPortrait } from '../portrait/types.js';
import { idleDays } from '../portrait/tokens.js';
import { figure, html, plural, type Child, type Markup } from './markup.js';
import { gapMarks, listMarkup, toldMarkup, yesNo } from './told.js';

const row = (name: string, value: Child): Markup =>
  html`<dt>${name}</dt>
    <dd>${value}</dd>`;

const panel = (title: string, body: Child, kind = ''): Markup =>
  html`<section class="panel ${kind}">
    <h4>${title}</h4>
    ${body}
  </section>`;

const list = (rows: readonly Child[]): Markup => html`<dl>${rows}</dl>`;

const flowState = (app: AppPortrait): Child =>
  app.flows
    .filter(({ state }) => state.values.some(({ value }) => value) || state.gaps.length > 0)
    .map(
      ({ flow, state }) =>
        html`<div>
          ${flow}: ${toldMarkup({ ...state, values: state.values }, app.places, (on) => (on ? 'on' : 'off'))}
        </div>`,
    );

const permittedWords = { 'admin-approved': 'admin-approved users only', 'self-authorize': 'all users, by themselves' };

/** What lets the app in. */
export const entryPanel = (app: AppPortrait): Markup => {
  const { places } = app;
  const flows = flowState(app);
  return panel(
    'What lets it in',
    list([
      row('Flows', Array.isArray(flows) && flows.length === 0 ? html`<span class="none">none is on</span>` : flows),
      row(
        'Permitted users',
        toldMarkup(app.permittedUsers, places, (value) => permittedWords[value]),
      ),
      row(
        'Permission sets',
        toldMarkup(app.permissionSets, places, (names) => listMarkup(names)),
      ),
      row(
        'Profiles',
        toldMarkup(app.profiles, places, (names) => listMarkup(names)),
      ),
      row('Assigned users', [
        app.assignedUsers.value !== undefined && figure(app.assignedUsers.value),
        ' ',
        gapMarks(app.assignedUsers.gaps, places),
      ]),
      row(
        'IP relaxation',
        toldMarkup(app.ipRelaxation, places, (value) => value),
      ),
      row(
        'IP ranges',
        toldMarkup(app.ipRanges, places, (ranges) => listMarkup(ranges)),
      ),
      row(
        'Callback URLs',
        toldMarkup(app.callbackUrls, places, (urls) => listMarkup(urls)),
      ),
      row('PKCE required', toldMarkup(app.pkceRequired, places, yesNo)),
      row(
        'Refresh token',
        toldMarkup(app.refreshToken, places, (text) => text),
      ),
      row(
        'Session timeout',
        toldMarkup(app.sessionTimeout, places, (text) => text),
      ),
      row('Enabled', toldMarkup(app.enabled, places, yesNo)),
    ]),
    'entry',
  );
};

const useWords = {
  used: 'seen in use',
  'not-seen': 'not seen in use',
  'not-visible': 'no log shows it',
  unknown: 'not known',
} as const;

const grantText = ({ grantedIn, isDeclared }: ScopePortrait, { places }: AppPortrait): string => {
  if (grantedIn.length === 0) return 'declared, not granted';
  const where = grantedIn.length < places.length ? ` in ${grantedIn.join(', ')}` : '';
  return isDeclared ? `granted${where}` : `granted${where}, not declared`;
};

const scopeRow = (scope: ScopePortrait, app: AppPortrait): Markup =>
  html`<tr>
    <th scope="row">
      <code>${scope.scope}</code>${scope.meaning !== undefined && html`<div class="note">${scope.meaning}</div>`}
    </th>
    <td>${app.manifest ? grantText(scope, app) : grantText({ ...scope, isDeclared: true }, app)}</td>
    <td>${scope.reason ?? html`<span class="none">none given</span>`}</td>
    <td>
      <span class="use use-${scope.use}">${useWords[scope.use]}</span>
      <div class="note">${scope.useNote}</div>
    </td>
  </tr>`;

const table = (label: string, head: readonly string[], rows: readonly Markup[]): Markup =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${head.map((text) => html`<th scope="col">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;

export const scopesPanel = (app: AppPortrait): Markup => {
  const { values, gaps } = app.scopes;
  const rows = values.map((scope) => scopeRow(scope, app));
  const head = ['Scope', 'Granted', 'Why, as the manifest says', 'Use'];
  return panel(
    'Scopes',
    [
      rows.length > 0 && table(`Scopes of ${app.name}`, head, rows),
      rows.length === 0 && gaps.length === 0 && html`<p class="none">none</p>`,
      gapMarks(gaps, app.places),
    ],
    'wide',
  );
};

const isActiveText = ({ isActive, isFrozen }: UserPortrait): Child => {
  if (isActive === undefined) return html`<span class="unknown">not known</span>`;
  if (!isActive) return 'inactive';
  return isFrozen ? 'frozen' : 'active';
};

const maybe = (value: Child): Child => value ?? html`<span class="unknown">not known</span>`;

const userRow = (user: UserPortrait): Markup =>
  html`<tr>
    <th scope="row">${user.user}</th>
    <td>${user.org}</td>
    <td>${user.roles.join(', ')}</td>
    <td>${isActiveText(user)}</td>
    <td>${maybe(user.profile)}${user.license !== undefined && html`<div class="note">${user.license}</div>`}</td>
    <td>${maybe(user.tokens)}</td>
    <td>${user.lastUsed?.slice(0, 10) ?? (user.tokens === 0 ? '' : maybe(undefined))}</td>
  </tr>`;

export const usersPanel = (app: AppPortrait): Markup => {
  const { values, more, gaps } = app.users;
  const head = ['User', 'Org', 'Role', 'State', 'Profile and licence', 'Tokens', 'Last used'];
  return panel(
    'Users behind it',
    [
      values.length > 0 && table(`Users behind ${app.name}`, head, values.map(userRow)),
      more > 0 && html`<p class="note">and ${plural(more, 'user')} more</p>`,
      values.length === 0 && gaps.length === 0 && html`<p class="none">none</p>`,
      gapMarks(gaps, app.places),
    ],
    'wide',
  );
};

const agesText = ({ ages }: TokenPortrait): string =>
  ages
    .filter(({ total }) => total > 0)
    .map(({ label, total }) => `${label}: ${figure(total)}`)
    .join(' · ');

export const tokensPanel = ({ tokens: { value, gaps }, places }: AppPortrait): Markup =>
  panel('Tokens', [
    value &&
      list([
        row('Tokens', value.total === 0 ? 'none' : `${figure(value.total)} of ${plural(value.users, 'user')}`),
        ...(value.total === 0
          ? []
          : [
              row('Idle', `${figure(value.idle)} over ${idleDays} days, ${figure(value.neverUsed)} never used`),
              row('Age in days', agesText(value)),
            ]),
      ]),
    gapMarks(gaps, places),
  ]);

const dueText = ({ last, due, dueInDays }: Rhythm): Child => [
  `${last}, due ${due} `,
  dueInDays < 0
    ? html`<span class="late">${plural(-dueInDays, 'day')} overdue</span>`
    : html`<span class="note">in ${plural(dueInDays, 'day')}</span>`,
];

const rhythmRow = (name: string, value: AppPortrait['review']): Markup =>
  row(name, 'rhythm' in value ? dueText(value.rhythm) : gapMarks([{ reason: value.gap, places: [] }], []));

const noOrg = html`<span class="unknown">not known<span class="why">: no org was audited</span></span>`;

export const datesPanel = (app: AppPortrait): Markup => {
  const { places, secret } = app;
  return panel(
    'Dates',
    list([
      row(
        'Created',
        toldMarkup(app.created, places, (date) => date, noOrg),
      ),
      row(
        'Last used',
        toldMarkup(app.lastUsed, places, (date) => date, noOrg),
      ),
      secret
        ? rhythmRow('Secret rotated', secret)
        : row('Secret rotated', html`<span class="none">it has no secret</span>`),
      row(
        'Certificate ends',
        toldMarkup(app.certificate, places, ({ ends, inDays }) => [
          `${ends} `,
          inDays < 0
            ? html`<span class="late">expired</span>`
            : html`<span class="note">in ${plural(inDays, 'day')}</span>`,
        ]),
      ),
      rhythmRow('Reviewed', app.review),
    ]),
  );
};

export const ownerPanel = (app: AppPortrait): Markup =>
  panel(
    'Who answers for it',
    list([
      row('Owner', app.owner ?? html`<span class="none">none declared</span>`),
      row(
        'Contact',
        toldMarkup(app.contact, app.places, (text) => text),
      ),
      row('Criticality', app.criticality ?? html`<span class="none">not declared</span>`),
      ...(app.vendor === undefined ? [] : [row('Vendor', app.vendor)]),
      row(
        'Purpose',
        toldMarkup(app.description, app.places, (text) => text),
      ),
      row('Manifest', app.manifest ? html`<code>${app.manifest.file}</code>` : html`<span class="none">none</span>`),
    ]),
  );
