import { z } from 'zod';
import { rotationStages } from './types.js';

/** What every kind of rotation has in the journal, as it is read from the disk. */
export const entryFields = {
  id: z.string(),
  app: z.string(),
  orgId: z.string(),
  org: z.string(),
  by: z.string(),
  store: z.string(),
  stage: z.enum(rotationStages),
  startedAt: z.string(),
  promotedAt: z.string().optional(),
  endedAt: z.string().optional(),
  notes: z.array(z.string()),
  holder: z.strictObject({ pid: z.number(), host: z.string(), since: z.string() }).optional(),
};
