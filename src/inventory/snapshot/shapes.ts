import { z } from 'zod';
import type { Fact, InventoryIpRange, Located, Location, Origin } from '../types.js';

export const text = z.string();
export const flag = z.boolean();
export const number = z.number();
export const texts = z.array(text);
export const counts = z.record(text, number);
/** Of a property that may be absent. */
export const maybeText = text.optional();

/** A schema for every property of a type, those that may be absent included: a new one cannot be forgotten here. */
export const objectOf = <T extends object>(shape: { [Key in keyof T]-?: z.ZodType<T[Key]> }): z.ZodType<T> =>
  z.object(shape) as unknown as z.ZodType<T>;

const place: z.ZodType<Location> = objectOf({ file: text, startLine: number, startColumn: number });

/** JSON leaves out what is undefined, and a fact may have that as its value. */
export const fact = <T>(value: z.ZodType<T>): z.ZodType<Fact<T>> =>
  z.discriminatedUnion('known', [
    z.object({ known: z.literal(true), value, at: place.optional() }),
    z.object({ known: z.literal(false), reason: text }),
  ]);

export const located = <T>(value: z.ZodType<T>): z.ZodType<Located<T>> =>
  objectOf<Located<T>>({ value, at: place.optional() });

export const origin: z.ZodType<Origin> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('source'), file: text }),
  z.object({ kind: z.literal('org'), org: text, id: text }),
]);

export const ipRange = objectOf<InventoryIpRange>({
  start: text,
  end: text,
  description: maybeText,
  at: place.optional(),
});
