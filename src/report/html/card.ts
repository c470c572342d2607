import type { AuditFinding } from '../../audit/result.js';
import type { AppPortrait, SeverityCounts } from '../portrait/types.js';
import { datesPanel, entryPanel, ownerPanel, scopesPanel, tokensPanel, usersPanel } from './facts.js';
import { findingMarkup } from './finding.js';
import type { Lookups } from './lookup.js';
import { html, plural, type Child, type Markup } from './markup.js';

const words = [
  ['critical', 'Critical'],
  ['high', 'High'],
  ['moderate', 'Moderate'],
  ['low', 'Low'],
  ['info', 'Info'],
] as const;

const countChips = (counts: SeverityCounts): Child =>
  words
    .filter(([kind]) => counts[kind] > 0)
    .map(([kind, word]) => html`<span class="chip sev-${kind}">${counts[kind]} ${word}</span> `);

const findingsList = (findings: readonly AuditFinding[], lookups: Lookups): Markup =>
  html`<div class="findings">
    <h4>Findings</h4>
    ${findings.length === 0 ? html`<p class="none">none</p>` : findings.map((finding) => findingMarkup(finding, lookups))}
  </div>`;

const gradeMarkup = ({ grade: { letter, isComplete, why } }: AppPortrait): Markup =>
  html`<div class="grade grade-${letter.toLowerCase()}${isComplete ? '' : ' at-best'}" title="${why}">
    <span class="visually-hidden">Grade </span>${letter}${!isComplete && html`<span class="best">at best</span>`}
  </div>`;

const traits = (app: AppPortrait): string =>
  [
    app.registration === 'external-client-app' ? 'External Client App' : 'Connected App',
    app.label !== undefined && app.label !== app.name && app.label,
    app.places.join(', '),
    app.model,
    app.criticality && `criticality ${app.criticality}`,
    app.managed && 'from a package',
    app.firstParty && 'by Salesforce',
  ]
    .filter(Boolean)
    .join(' · ');

/** One app: its grade, what lets it in, what it may do, who is behind it, its dates and its findings. */
export const cardMarkup = (app: AppPortrait, findings: readonly AuditFinding[], lookups: Lookups): Markup =>
  html`<article class="card" data-a="${lookups.apps.indexOf(app.name)}">
    <header>
      ${gradeMarkup(app)}
      <div class="who">
        <h3>${app.name}</h3>
        <p class="note">${traits(app)}</p>
        <p class="note">${app.grade.why}</p>
      </div>
      <p class="counts">
        ${countChips(app.counts)}${app.waived > 0 && html`<span class="chip state">${app.waived} waived</span> `}${app.unanswered > 0 && html`<span class="chip unanswered">${plural(app.unanswered, 'answer')} missing</span>`}
      </p>
    </header>
    <details class="facts" ${findings.length > 0 && html`open`}>
      <summary>What is known of it</summary>
      <div class="panels">
        ${entryPanel(app)}${datesPanel(app)}${tokensPanel(app)}${ownerPanel(app)}${scopesPanel(app)}${usersPanel(app)}
      </div>
    </details>
    ${findingsList(findings, lookups)}
  </article>`;

/** Findings about something that is no app of the inventory: the project, an org, an app that is gone. */
export const plainCard = (name: string, findings: readonly AuditFinding[], lookups: Lookups): Markup =>
  html`<article class="card" data-a="${lookups.apps.indexOf(name)}">
    <header>
      <div class="who">
        <h3>${name === '' ? 'Project and orgs' : name}</h3>
        <p class="note">
          ${name === '' ? 'Findings that are about no single app' : 'Not among the apps that were read'}
        </p>
      </div>
    </header>
    ${findingsList(findings, lookups)}
  </article>`;
