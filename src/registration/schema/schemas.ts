import { connectedAppSchema } from './connectedApp.js';
import { externalClientAppSchemas } from './externalClientAppSchemas.js';
import type { Schema } from './field.js';
import { permissionSetSchema, profileSchema } from './permissionSet.js';
import { settingsSchemas } from './settings.js';

/** Every metadata type that we read. */
export const schemas: readonly Schema[] = [
  connectedAppSchema,
  ...externalClientAppSchemas,
  permissionSetSchema,
  profileSchema,
  ...settingsSchemas,
];

const byType = new Map(schemas.map((schema) => [schema.type, schema]));

/** The schema of a metadata type, or undefined when it is none of ours. */
export const schemaOf = (type: string): Schema | undefined => byType.get(type);
