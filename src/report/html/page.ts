import { hash } from 'node:crypto';
import type { AuditFinding } from '../../audit/result.js';
import { isAbout } from '../portrait/portraits.js';
import type { AppPortrait } from '../portrait/types.js';
import type { AuditReport, ReportContext, Reporter } from '../report.js';
import { cardMarkup, plainCard } from './card.js';
import { chartMarkup } from './charts/chart.js';
import { credentialAge } from './charts/credentialAge.js';
import { scopeUse } from './charts/scopeUse.js';
import { severityByApp } from './charts/severityByApp.js';
import { tokenAge } from './charts/tokenAge.js';
import { filtersMarkup } from './filters.js';
import { lookupsOf, type Lookups } from './lookup.js';
import { figure, html, plural, type Child, type Markup } from './markup.js';
import { seenMarkup, uncheckedMarkup } from './seen.js';

export type PageAssets = { style: string; script: string };

/** The page may run this one script and style, load nothing and send nothing. */
const policyOf = ({ style, script }: PageAssets): string => {
  const source = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`;
  return `default-src 'none'; script-src ${source(script)}; style-src ${source(style)}; base-uri 'none'; form-action 'none'`;
};

const inline = (text: string): Markup => ({ markup: text });

const tile = (kind: string, count: number, word: string): Markup =>
  html`<li class="tile ${kind}"><span class="number">${figure(count)}</span> <span class="word">${word}</span></li>`;

const letters = ['F', 'D', 'C', 'B', 'A'] as const;

/** Sound is only what is known to be: those that may be worse are named beside. */
const gradeCount = (letter: string, apps: readonly AppPortrait[]): Markup => {
  const unsure = apps.filter(({ grade }) => !grade.isComplete).length;
  return html`<li>
    <span class="small grade grade-${letter.toLowerCase()} ${unsure > 0 && html`at-best`}">${letter}</span>
    <span class="number">${figure(apps.length)}</span>
    ${apps.length === 1 ? 'app' : 'apps'}${unsure > 0 && html`, <span class="unknown">${figure(unsure)} at best</span>`}
  </li>`;
};

/** Apps by grade, worst first: the whole estate in one line. */
const gradesMarkup = (apps: readonly AppPortrait[]): Child => {
  if (apps.length === 0) return undefined;
  const graded = Map.groupBy(apps, ({ grade }) => grade.letter);
  return html`<div class="grades">
    <h3>Grades</h3>
    <ul>
      ${letters.map((letter) => gradeCount(letter, graded.get(letter) ?? []))}
    </ul>
    <p class="note">
      A grade is as good as the worst open finding: F Critical, D High, C Moderate, B Low, A none of these. It is “at
      best” where answers are missing.
    </p>
  </div>`;
};

const summaryMarkup = ({ summary }: AuditReport, graded: readonly AppPortrait[]): Markup => {
  const { critical, high, moderate, low, info, waived, baseline, inconclusive } = summary;
  // An app in source and two orgs is three records and one app.
  const apps = graded.length;
  return html`<section id="summary" aria-labelledby="summary-title">
    <h2 id="summary-title">In numbers</h2>
    <ul class="tiles">
      ${[
        tile('apps', apps, apps === 1 ? 'client app' : 'client apps'),
        tile('sev-critical', critical, 'Critical'),
        tile('sev-high', high, 'High'),
        tile('sev-moderate', moderate, 'Moderate'),
        tile('sev-low', low, 'Low'),
        tile('sev-info', info, 'Info'),
        tile('quiet', waived, 'waived'),
        tile('quiet', baseline, 'in baseline'),
        tile('unanswered', inconclusive, 'not answered'),
      ]}
    </ul>
    ${gradesMarkup(graded)}
  </section>`;
};

const chartsMarkup = (apps: readonly AppPortrait[]): Markup =>
  html`<section id="charts" aria-labelledby="charts-title">
    <h2 id="charts-title">At a glance</h2>
    <div class="charts">
      ${[severityByApp, credentialAge, scopeUse, tokenAge].map((chart) => chartMarkup(chart(apps)))}
    </div>
  </section>`;

const worstFirst = (a: AppPortrait, b: AppPortrait): number => {
  for (const kind of ['critical', 'high', 'moderate', 'low', 'info'] as const) {
    if (a.counts[kind] !== b.counts[kind]) return b.counts[kind] - a.counts[kind];
  }
  return b.unanswered - a.unanswered || (a.name < b.name ? -1 : 1);
};

/** Findings of the project and its orgs first, then apps with the worst on top, then names that are no app. */
const cardsMarkup = (report: AuditReport, apps: readonly AppPortrait[], lookups: Lookups): Child => {
  const byName = Map.groupBy(report.findings, ({ app }) => app);
  const taken = new Set<AuditFinding>();
  const cards = apps.toSorted(worstFirst).map((app) => {
    const own = (byName.get(app.name) ?? []).filter((finding) => isAbout(finding, app) && !taken.has(finding));
    for (const finding of own) taken.add(finding);
    return cardMarkup(app, own, lookups);
  });
  const others = [...byName].flatMap(([name, findings]) => {
    const left = findings.filter((finding) => !taken.has(finding));
    return left.length === 0 ? [] : [{ name, card: plainCard(name, left, lookups) }];
  });
  const general = others.filter(({ name }) => name === '');
  return [general, cards.map((card) => ({ card })), others.filter(({ name }) => name !== '')]
    .flat()
    .map(({ card }) => card);
};

const appsMarkup = (report: AuditReport, apps: readonly AppPortrait[]): Markup => {
  const lookups = lookupsOf(
    report,
    apps.map(({ name }) => name),
  );
  return html`<section id="apps" aria-labelledby="apps-title">
    <h2 id="apps-title">Apps and findings</h2>
    ${filtersMarkup(report, lookups)}
    <div id="cards">${cardsMarkup(report, apps, lookups)}</div>
    <p id="nothing" class="empty" hidden>Nothing matches these filters.</p>
  </section>`;
};

const placesOf = (report: AuditReport, apps: readonly AppPortrait[]): string => {
  const places = new Set([...apps.flatMap((app) => app.places), ...report.preflight.map(({ org }) => org)]);
  return [...places].sort().join(', ');
};

const headerMarkup = (report: AuditReport, apps: readonly AppPortrait[], day: string): Markup =>
  html`<header class="top">
    <div>
      <h1>Client app audit</h1>
      <p class="note">
        As of <time datetime="${day}">${day}</time>${apps.length > 0 && html` · ${placesOf(report, apps)}`}
      </p>
    </div>
    <nav aria-label="Sections">
      <a href="#seen">Coverage</a><a href="#summary">Summary</a><a href="#charts">Charts</a
      ><a href="#apps">Apps and findings</a><a href="#unchecked">Not checked</a>
    </nav>
    <button type="button" id="theme" hidden>Dark theme</button>
  </header>`;

const documentOf = (
  report: AuditReport,
  { version, today, apps: portraits }: ReportContext,
  assets: PageAssets,
): Markup => {
  const apps = portraits();
  const day = today.toISOString().slice(0, 10);
  const cost = `${plural(report.apiCalls, 'API call')}, ${(report.durationMs / 1000).toFixed(1)} s`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${inline(policyOf(assets))}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>Client app audit, ${day}</title>
        ${inline(`<style>${assets.style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#apps">Skip to apps and findings</a>
        ${headerMarkup(report, apps, day)}
        <main>
          ${seenMarkup(report)} ${summaryMarkup(report, apps)} ${chartsMarkup(apps)} ${appsMarkup(report, apps)}
          ${uncheckedMarkup(report)}
        </main>
        <footer>
          <p>
            sf-clientapp ${version} · ${cost}. References say what a rule is related to, not that anything is satisfied.
          </p>
        </footer>
        ${inline(`<script>${assets.script}</script>`)}
      </body>
    </html> `;
};

/** One file that needs nothing else: no network, no fonts, no other file. */
export const htmlReport =
  (assets: PageAssets): Reporter =>
  (report, context) =>
    documentOf(report, context, assets).markup;
