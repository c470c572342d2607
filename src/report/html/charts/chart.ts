import { html, plural, type Child, type Markup } from '../markup.js';

/** A part of a bar: how long it is and what colour class it has. */
type Segment = { size: number; kind: string };

type BarRow = {
  label: string;
  segments: readonly Segment[];
  /** Size of a whole bar. */
  scale: number;
  /** Where a line crosses the bar, in the same measure. */
  mark?: number;
  value: Child;
};

export type Chart = {
  id: string;
  title: string;
  lead: Child;
  legend: ReadonlyArray<{ kind: string; text: string }>;
  rows: readonly BarRow[];
  /** Rows of the chart that only the table has. */
  more: number;
  table: { head: readonly string[]; rows: ReadonlyArray<readonly Child[]> };
  /** What is said where there is nothing to draw. */
  empty: string;
};

const width = 1000;

const bar = ({ segments, scale, mark }: BarRow): Markup => {
  let x = 0;
  const rects = segments.map(({ size, kind }) => {
    const length = scale > 0 ? (Math.min(size, scale) / scale) * width : 0;
    const rect = html`<rect class="fill-${kind}" x="${x.toFixed(1)}" y="0" width="${length.toFixed(1)}" height="12" />`;
    x += length;
    return rect;
  });
  const at = mark === undefined ? undefined : ((mark / scale) * width).toFixed(1);
  return html`<svg class="bar" viewBox="0 0 ${width} 12" preserveAspectRatio="none" focusable="false">
    <rect class="track" x="0" y="0" width="${width}" height="12" />
    ${rects}${at !== undefined && html`<rect class="mark" x="${at}" y="0" width="4" height="12" />`}
  </svg>`;
};

const rowMarkup = (row: BarRow): Markup =>
  html`<div class="bar-row">
    <span class="bar-label" title="${row.label}">${row.label}</span>${bar(row)}<span class="bar-value"
      >${row.value}</span
    >
  </div>`;

const tableMarkup = ({ title, table: { head, rows } }: Chart): Markup =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${title}, as a table">
    <table>
      <thead>
        <tr>
          ${head.map((text) => html`<th scope="col">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...cells]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

/** A chart for the eye, and the same numbers as a table for everyone. */
export const chartMarkup = (chart: Chart): Markup => {
  const { id, title, lead, legend, rows, more, empty } = chart;
  const drawing = html`<ul class="legend" aria-hidden="true">
      ${legend.map(({ kind, text }) => html`<li><span class="key key-${kind}"></span>${text}</li>`)}
    </ul>
    <div class="bars" aria-hidden="true">${rows.map(rowMarkup)}</div>
    ${more > 0 && html`<p class="note">${plural(more, 'app')} more in the table.</p>`}
    <details class="table-of">
      <summary>Show as a table</summary>
      ${tableMarkup(chart)}
    </details>`;
  return html`<figure class="chart" aria-labelledby="${id}">
    <figcaption>
      <h3 id="${id}">${title}</h3>
      <p class="note">${lead}</p>
    </figcaption>
    ${rows.length === 0 ? html`<p class="empty">${empty}</p>` : drawing}
  </figure>`;
};

/** A chart of more rows is a wall. */
export const mostRows = 12;
