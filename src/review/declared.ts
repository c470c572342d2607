import { canonicalScope } from '../app/scopes.js';

/** The key by which a manifest names a scope, in whatever spelling; undefined for one that follows from the model. */
export const declaredScope = (declared: ReadonlySet<string>, scope: string): string | undefined =>
  [...declared]
    .flatMap((path) => /^scopes\.([^.]+)$/.exec(path)?.[1] ?? [])
    .find((key) => key === scope || canonicalScope(key) === scope);
