import type { AuditCoverage, AuditPreflight } from '../../audit/result.js';
import type { AuditReport } from '../report.js';
import { unchecked } from '../unchecked.js';
import { figure, html, plural, type Markup } from './markup.js';

const most = 500;

const heldMark = ({ held, reason }: AuditPreflight): Markup => {
  if (held === true) return html`<span class="mark yes">held</span>`;
  return held === false
    ? html`<span class="mark no">missing</span>`
    : html`<span class="mark unsure">not known</span>
        <div class="note">${reason ?? ''}</div>`;
};

const preflightRow = (item: AuditPreflight): Markup =>
  html`<tr>
    <th scope="row">${item.org}</th>
    <td>
      ${item.label}
      <div class="note"><code>${item.permission}</code></div>
    </td>
    <td>${heldMark(item)}</td>
    <td>${item.held === true ? '' : item.hides}</td>
  </tr>`;

const preflightTable = (label: string, preflight: readonly AuditPreflight[]): Markup =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          <th scope="col">Org</th>
          <th scope="col">Permission</th>
          <th scope="col">State</th>
          <th scope="col">Stays hidden without it</th>
        </tr>
      </thead>
      <tbody>
        ${preflight.map(preflightRow)}
      </tbody>
    </table>
  </div>`;

const preflightMarkup = (preflight: readonly AuditPreflight[]): Markup => {
  const held = preflight.filter((item) => item.held === true);
  const missing = preflight.filter((item) => item.held !== true);
  return html`<h3>What the signed-in users may see</h3>
    ${
      preflight.length === 0 &&
      html`<p class="note">No org was asked: this audit looked at source only, or no org answered.</p>`
    }
    ${missing.length > 0 && preflightTable('Permissions that are missing', missing)}
    ${
      held.length > 0 &&
      html`<details class="table-of">
        <summary>${plural(held.length, 'permission')} held</summary>
        ${preflightTable('Permissions that are held', held)}
      </details>`
    }`;
};

const statusMark = { complete: 'yes', partial: 'unsure', unavailable: 'no' } as const;

const coverageRow = ({ source, status, reason, rows }: AuditCoverage): Markup =>
  html`<tr>
    <th scope="row"><code>${source}</code></th>
    <td><span class="mark ${statusMark[status]}">${status}</span></td>
    <td>${rows === undefined ? '' : figure(rows)}</td>
    <td>${reason ?? ''}</td>
  </tr>`;

const coverageTable = (label: string, coverage: readonly AuditCoverage[]): Markup =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
      <table>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col">State</th>
            <th scope="col">Rows</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          ${coverage.slice(0, most).map(coverageRow)}
        </tbody>
      </table>
    </div>
    ${coverage.length > most && html`<p class="note">and ${plural(coverage.length - most, 'source')} more</p>`}`;

const coverageMarkup = (coverage: readonly AuditCoverage[]): Markup => {
  const gaps = coverage.filter(({ status }) => status !== 'complete');
  const complete = coverage.filter(({ status }) => status === 'complete');
  return html`<h3>What was read</h3>
    ${gaps.length > 0 && coverageTable('Sources that were not read in full', gaps)}
    ${
      complete.length > 0 &&
      html`<details class="table-of">
        <summary>${plural(complete.length, 'source')} read in full</summary>
        ${coverageTable('Sources that were read in full', complete)}
      </details>`
    }`;
};

const verdict = ({ preflight, coverage, inconclusive }: AuditReport): Markup => {
  const missing = preflight.filter(({ held }) => held !== true).length;
  const gaps = coverage.filter(({ status }) => status !== 'complete').length;
  if (missing + gaps + inconclusive.length === 0) {
    return html`<p class="verdict whole"><strong>Everything that was asked could be read.</strong></p>`;
  }
  const parts = [
    missing > 0 && `${plural(missing, 'permission')} missing or not known`,
    gaps > 0 && `${plural(gaps, 'source')} not read in full`,
    inconclusive.length > 0 && `${plural(inconclusive.length, 'answer')} missing`,
  ].filter((part) => part !== false);
  return html`<p class="verdict part">
    <strong>Not everything could be checked:</strong> ${parts.join(', ')}. What is missing counts as unknown, never as
    good.
  </p>`;
};

/** The first section: how much the rest of the report is worth. */
export const seenMarkup = (report: AuditReport): Markup =>
  html`<section id="seen" aria-labelledby="seen-title">
    <h2 id="seen-title">How much this audit could see</h2>
    ${verdict(report)}
    <div class="two">
      ${html`<div>${preflightMarkup(report.preflight)}</div>`}
      <div>${coverageMarkup(report.coverage)}</div>
    </div>
  </section>`;

/** The last: each thing that no rule could answer, once. */
export const uncheckedMarkup = (report: AuditReport): Markup => {
  const lines = unchecked({ coverage: [], inconclusive: report.inconclusive });
  return html`<section id="unchecked" aria-labelledby="unchecked-title">
    <h2 id="unchecked-title">What could not be checked</h2>
    ${
      lines.length === 0
        ? html`<p class="empty">Every rule that ran had an answer.</p>`
        : html`<p class="note">
              ${plural(report.inconclusive.length, 'answer')} missing, by reason; the rules that asked stand in
              brackets.
            </p>
            <ul class="lines">
              ${lines.slice(0, most).map((line) => html`<li>${line}</li>`)}
            </ul>
            ${lines.length > most && html`<p class="note">and ${plural(lines.length - most, 'reason')} more</p>`}`
    }
  </section>`;
};
