import type { Gap, Told } from '../portrait/types.js';
import { html, type Child, type Markup } from './markup.js';

/** How many different places an app has: with one, nothing needs to say which. */
export type Places = readonly string[];

const placesText = (places: readonly string[]): string => (places.length === 0 ? '' : ` in ${places.join(', ')}`);

/** Never to be mistaken for "none": it says that nobody knows, and why. */
const unknownMark = ({ reason, places }: Gap, all: Places): Markup =>
  html`<span class="unknown"
    >not known${all.length > 1 ? placesText(places) : ''}<span class="why">: ${reason}</span></span
  >`;

export const gapMarks = (gaps: readonly Gap[], all: Places): Markup[] => gaps.map((gap) => unknownMark(gap, all));

const lines = (parts: readonly Markup[]): Child =>
  parts.length === 1 ? parts : parts.map((part) => html`<div>${part}</div>`);

/** One fact as every place tells it; `none` is what an app says that has no such thing. */
export const toldMarkup = <T>(
  { values, gaps }: Told<T>,
  all: Places,
  show: (value: T) => Child,
  none: Child = html`<span class="none">none</span>`,
): Child => {
  const known = values.map(
    ({ value, places }) =>
      html`${show(value)}${places.length < all.length && html`<span class="place">${placesText(places)}</span>`}`,
  );
  const parts = [...known, ...gapMarks(gaps, all)];
  return parts.length === 0 ? none : lines(parts);
};

/** A list inside a fact; an empty one is known to be empty. */
export const listMarkup = (values: readonly string[], none = 'none', most = 12): Child => {
  if (values.length === 0) return html`<span class="none">${none}</span>`;
  const more = values.length - most;
  return html`${values.slice(0, most).map((value) => html`<code>${value}</code> `)}${more > 0 && `and ${more} more`}`;
};

export const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
