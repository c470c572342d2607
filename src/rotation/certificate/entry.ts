import { z } from 'zod';
import { entryFields } from '../entryFields.js';

/** The rotation of a key pair, as it is read from the journal. */
export const certificateEntry = z.strictObject({
  ...entryFields,
  kind: z.literal('certificate'),
  registration: z.enum(['external-client-app', 'connected-app']),
  consumerKey: z.string(),
  username: z.string(),
  oldCertificate: z.string().optional(),
  oldKeyId: z.string().optional(),
  oldWorked: z.boolean(),
  newCertificate: z.string().optional(),
  newKeyId: z.string().optional(),
  deployBegunAt: z.string().optional(),
  swappedAt: z.string().optional(),
  windowIsAtMost: z.boolean().optional(),
  verified: z.strictObject({ next: z.boolean(), current: z.boolean() }),
  back: z
    .strictObject({
      why: z.string(),
      ending: z.enum(['failed', 'cancelled']),
      restoredAt: z.string().optional(),
      tried: z.boolean().optional(),
    })
    .optional(),
  recorded: z.boolean(),
});
