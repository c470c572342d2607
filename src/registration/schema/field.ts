/** How the text of an element is to be understood when it is compared or checked. */
type Meaning = 'callbacks' | 'certificate' | 'names' | 'permission-sets' | 'scopes' | 'secret' | 'once' | 'username';

type Options = {
  required?: true;
  /** The element repeats, one value each. */
  many?: true;
  /** What the platform takes when the element is absent, where the facts say so. */
  default?: string;
  as?: Meaning;
};

export type Field = Options &
  (
    | { kind: 'text' }
    | { kind: 'flag' }
    | { kind: 'count' }
    | { kind: 'choice'; values: readonly string[] }
    | { kind: 'group'; fields: Fields }
  );

/** Fields of a type by element name, in the order of the type's schema. */
export type Fields = Readonly<Record<string, Field>>;

/** One metadata type. */
export type Schema = {
  type: string;
  fields: Fields;
  /** The family: suggestions for a misplaced element look there. */
  family: 'connected-app' | 'external-client-app' | 'other';
  /** True where elements must stand in the order of the schema. */
  ordered: boolean;
  /** True where we do not know every element. */
  open: boolean;
};

export const text = <const O extends Options>(options: O = {} as O): { kind: 'text' } & O => ({
  kind: 'text',
  ...options,
});
export const flag = <const O extends Options>(options: O = {} as O): { kind: 'flag' } & O => ({
  kind: 'flag',
  ...options,
});
export const count = <const O extends Options>(options: O = {} as O): { kind: 'count' } & O => ({
  kind: 'count',
  ...options,
});
export const choice = <const V extends readonly string[], const O extends Options>(
  values: V,
  options: O = {} as O,
): { kind: 'choice'; values: V } & O => ({ kind: 'choice', values, ...options });
export const group = <F extends Fields, const O extends Options>(
  fields: F,
  options: O = {} as O,
): { kind: 'group'; fields: F } & O => ({ kind: 'group', fields, ...options });

type SingleValue<F> = F extends { kind: 'flag' }
  ? boolean
  : F extends { kind: 'count' }
    ? number
    : F extends { kind: 'choice'; values: readonly (infer V)[] }
      ? V
      : F extends { kind: 'group'; fields: infer G }
        ? ValuesOf<G>
        : string;

/** Plain values of the fields of a type. */
export type ValuesOf<F> = {
  -readonly [K in keyof F]?: (F[K] extends { many: true } ? Array<SingleValue<F[K]>> : SingleValue<F[K]>) | undefined;
};

/** A field with its place in the schema. */
export type Entry = { name: string; field: Field; position: number };
export type FieldIndex = { byName: ReadonlyMap<string, Entry>; required: readonly Entry[] };

const indexes = new WeakMap<Fields, FieldIndex>();

/** Fields by name and the required ones, made once for each set of fields. */
export const indexOf = (fields: Fields): FieldIndex => {
  const known = indexes.get(fields);
  if (known) return known;
  const entries = Object.entries(fields).map(([name, field], position): Entry => ({ name, field, position }));
  const index: FieldIndex = {
    byName: new Map(entries.map((entry) => [entry.name, entry])),
    required: entries.filter(({ field }) => field.required),
  };
  indexes.set(fields, index);
  return index;
};
