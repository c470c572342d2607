import { z } from 'zod';
import { entryFields } from '../entryFields.js';

/** A guided rotation, as it is read from the journal. */
export const guidedEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('guided'),
  oldKey: z.string().optional(),
  newKey: z.string(),
  verified: z.strictObject({ next: z.boolean(), current: z.boolean() }),
  recorded: z.boolean(),
  oldRefused: z.boolean(),
});
