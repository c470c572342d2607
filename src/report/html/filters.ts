import type { AuditReport } from '../report.js';
import { stateOf, type FindingState } from '../state.js';
import type { Lookup, Lookups } from './lookup.js';
import { figure, html, type Child, type Markup } from './markup.js';

const severities = ['Critical', 'High', 'Moderate', 'Low', 'Info'] as const;

const states: ReadonlyArray<[FindingState, string]> = [
  ['open', 'Open'],
  ['baseline', 'In the baseline'],
  ['waived', 'Waived'],
  ['fixed', 'Fixed'],
];

const field = (id: string, label: string, options: Child): Markup =>
  html`<div class="field">
    <label for="${id}">${label}</label
    ><select id="${id}">
      ${options}
    </select>
  </div>`;

const select = (id: string, label: string, { values }: Lookup, all: string): Markup =>
  field(id, label, [
    html`<option value="">${all}</option>`,
    values.map((value, index) => html`<option value="${index}">${value === '' ? 'Project and orgs' : value}</option>`),
  ]);

const severityBox = (name: string, index: number, count: number): Markup =>
  html`<label class="toggle sev-${name.toLowerCase()}"
    ><input type="checkbox" name="severity" value="${index + 1}" checked />${name}
    <span class="count">${figure(count)}</span></label
  >`;

/** Search and filters; without the script they are not shown, and everything is. */
export const filtersMarkup = ({ findings }: AuditReport, { apps, rules, places }: Lookups): Markup => {
  const count = (name: string): number => findings.filter(({ severityName }) => severityName === name).length;
  const present = states.filter(([state]) => findings.some((finding) => stateOf(finding) === state));
  return html`<form id="filters" class="filters" role="search" aria-label="Findings">
    <div class="field query">
      <label for="query">Search</label
      ><input id="query" type="search" autocomplete="off" placeholder="App, rule, user, file …" />
    </div>
    ${select('app', 'App', apps, 'All apps')}${select('rule', 'Rule', rules, 'All rules')}${select('place', 'Org or source', places, 'All places')}
    ${field('state', 'State', [
      html`<option value="">All states</option>`,
      present.map(([state, word]) => html`<option value="${state}">${word}</option>`),
    ])}
    <fieldset>
      <legend>Severity</legend>
      ${severities.map((name, index) => severityBox(name, index, count(name)))}
    </fieldset>
    <div class="outcome">
      <output id="status" aria-live="polite">${figure(findings.length)} findings</output
      ><button type="reset" id="reset">Show all</button>
    </div>
  </form>`;
};
