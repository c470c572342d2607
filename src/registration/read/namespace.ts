/** Namespace of a packaged component: API names themselves never hold two underscores in a row. */
export const namespaceOf = (fullName: string): string | undefined =>
  /^([A-Za-z][A-Za-z0-9_]{0,14}?)__./.exec(fullName)?.[1];
