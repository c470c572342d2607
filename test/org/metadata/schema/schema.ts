/** Schemas are data: for each complex type its elements, in the order of the platform's own schema. */
export type ElementSchema = {
  kind: 'text' | 'flag' | 'whole' | 'choice' | 'nested' | 'anything';
  isRequired: boolean;
  isRepeated: boolean;
  /** The first API version that knows the element. */
  since: number;
  /** The first API version that no longer knows it. */
  until: number;
  /** Name of the enum, for the error text, and its values. */
  enumName?: string;
  values?: readonly string[];
  type?: ComplexType;
};

export type ComplexType = {
  name: string;
  elements: Record<string, ElementSchema>;
  /** Elements out of order are dropped without a word (platform.md 2.7, told of External Client App types only). */
  dropsMisordered?: boolean;
  /** Unknown elements are kept as they are: for documents whose content this org does not interpret. */
  isOpen?: boolean;
};

const plain = (kind: ElementSchema['kind']): ElementSchema => ({
  kind,
  isRequired: false,
  isRepeated: false,
  since: 0,
  until: Infinity,
});

export const text = plain('text');
export const flag = plain('flag');
export const whole = plain('whole');
export const choice = (enumName: string, ...values: string[]): ElementSchema => ({
  ...plain('choice'),
  enumName,
  values,
});
export const nested = (type: ComplexType): ElementSchema => ({ ...plain('nested'), type });

export const required = (element: ElementSchema): ElementSchema => ({ ...element, isRequired: true });
export const repeated = (element: ElementSchema): ElementSchema => ({ ...element, isRepeated: true });
export const since = (version: number, element: ElementSchema): ElementSchema => ({ ...element, since: version });
export const until = (version: number, element: ElementSchema): ElementSchema => ({ ...element, until: version });

export const complex = (name: string, elements: Record<string, ElementSchema>): ComplexType => ({ name, elements });
