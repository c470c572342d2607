import { z } from 'zod';
import { configSchema } from './configSchema.js';

/** `schemas/clientapp-audit-config.json`, by which editors complete and check the file. */
export const configJsonSchema = (): object => ({
  ...z.toJSONSchema(configSchema, { io: 'input' }),
  title: 'Audit config of sf clientapp (clientapp-audit.yml)',
});
