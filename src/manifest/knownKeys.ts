import { z } from 'zod';
import type { Path } from './positions.js';
import { manifestSchema } from './schema.js';

const inner = (schema: unknown): unknown => (schema instanceof z.ZodOptional ? inner(schema.unwrap()) : schema);

const step = (schema: unknown, key: PropertyKey): unknown => {
  const type = inner(schema);
  if (type instanceof z.ZodObject) return Object.hasOwn(type.shape, key) ? type.shape[String(key)] : undefined;
  if (type instanceof z.ZodRecord) return type.valueType;
  if (type instanceof z.ZodArray) return type.element;
  return undefined;
};

/** The keys that a manifest may have at a path; none where any name will do. */
export const knownKeys = (path: Path): string[] => {
  const type = inner(path.reduce<unknown>(step, manifestSchema));
  return type instanceof z.ZodObject ? Object.keys(type.shape) : [];
};
