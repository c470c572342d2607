import type { InventoryIpRange } from '../../inventory/types.js';
import { childText, children } from '../elements.js';
import type { Part } from './facts.js';

/** Address ranges of an app; the families name the two ends differently. */
export const ipRangesOf = (
  { element, place }: Part,
  name: string,
  ends: { start: string; end: string },
): InventoryIpRange[] =>
  children(element, name).map((range) => ({
    start: childText(range, ends.start) ?? '',
    end: childText(range, ends.end) ?? '',
    description: childText(range, 'description'),
    at: place(range),
  }));
