import type { AuditFinding } from '../../audit/result.js';
import type { Reference } from '../../audit/rule.js';
import { cite } from '../cite.js';
import { placeText } from '../placeText.js';
import { stateOf } from '../state.js';
import { placesOf, type Lookups } from './lookup.js';
import { html, type Child, type Markup } from './markup.js';

const severityChip = (name: string): Markup => html`<span class="chip sev-${name.toLowerCase()}">${name}</span>`;

const stateWords = { open: '', baseline: 'in the baseline', waived: 'waived', fixed: 'fixed' } as const;

const stateChip = (finding: AuditFinding): Child => {
  const word = stateWords[stateOf(finding)];
  return word !== '' && html` <span class="chip state">${word}</span>`;
};

/** Only addresses of the catalogue become links: the web's, and nothing that runs. */
const referenceMarkup = (reference: Reference): Markup =>
  reference.url !== undefined && /^https:\/\//.test(reference.url)
    ? html`<a href="${reference.url}" rel="noopener noreferrer" target="_blank">${cite(reference)}</a>`
    : html`${cite(reference)}`;

const row = (name: string, value: Child): Child =>
  value !== undefined &&
  value !== '' &&
  value !== false &&
  html`<dt>${name}</dt>
    <dd>${value}</dd>`;

const waiverText = ({ waived }: AuditFinding): string | undefined =>
  waived && `${waived.reason} (${waived.owner}, until ${waived.expires})`;

const fixText = ({ fix }: AuditFinding): string | undefined =>
  fix && `${fix.kind}, ${fix.status}: ${fix.description}${fix.reason === undefined ? '' : ` (${fix.reason})`}`;

/** Text with what stands in backticks as code; commands are there to be copied. */
const withCode = (text: string): Child =>
  text
    .split('`')
    .map((part, index, all) => (index % 2 === 1 && index < all.length - 1 ? html`<code>${part}</code>` : part));

const remedyMarkup = (remedy: string): Markup =>
  html`<div class="remedy">
    <h5>Remedy</h5>
    <p class="remedy-text">${withCode(remedy)}</p>
    <button type="button" class="copy">Copy remedy</button>
  </div>`;

const relatedMarkup = ({ references }: AuditFinding): Child =>
  references.length > 0 && references.map((one, index) => [index > 0 && ', ', referenceMarkup(one)]);

/** One finding: its sentence at a glance, everything else on demand. */
export const findingMarkup = (finding: AuditFinding, lookups: Lookups): Markup => {
  const { rule, severity, severityName, confidence, app, user, message, evidence, severityReason, alsoIn } = finding;
  const places = placesOf(finding).map((place) => lookups.places.indexOf(place));
  return html`<details
    class="finding"
    data-s="${severity}"
    data-r="${lookups.rules.indexOf(rule)}"
    data-a="${lookups.apps.indexOf(app)}"
    data-o="${places.join(' ')}"
    data-t="${stateOf(finding)}"
  >
    <summary>
      ${severityChip(severityName)}${stateChip(finding)} <span class="message">${message}</span>
      <code class="rule">${rule}</code>
    </summary>
    <div class="body">
      <dl>
        ${row('Where', placeText(finding))}${row('User', user)}${row('Seen', evidence)}${row('Severity', severityReason)}${row('Confidence', confidence)}${row('Also in', alsoIn?.join(', '))}${row('Waiver', waiverText(finding))}${row('Fix', fixText(finding))}${row('Related to', relatedMarkup(finding))}${row('Fingerprint', html`<code class="fingerprint">${finding.fingerprint}</code>`)}
      </dl>
      ${remedyMarkup(finding.remedy)}
    </div>
  </details>`;
};
