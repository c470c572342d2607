import type { InventoryApp } from '../../inventory/types.js';
import type { Fixer } from '../fix.js';
import { targetOf } from './places.js';

/** Findings about one scope, which is their subject; `applies` says whether the app can do without it. */
export const withoutScope = (about: string, applies: (app: InventoryApp) => boolean = () => true): Fixer => ({
  safety: 'unsafe',
  about,
  fixOf: ({ app, subject }) => {
    const target = app && applies(app) ? targetOf(app, 'scopes') : undefined;
    if (!target || subject === undefined) return undefined;
    return {
      safe: false,
      description: `Remove the scope ${subject}.`,
      file: target.file,
      changes: [{ kind: 'remove-scope', path: target.path, scope: subject }],
    };
  },
});

/** True for an app that keeps a scope for the data APIs when `full` goes. */
export const hasApiScope = ({ scopes }: InventoryApp): boolean =>
  scopes.known && scopes.value.some(({ value }) => value === 'api');
