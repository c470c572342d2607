import { canonicalScope } from '../../app/scopes.js';
import type { InventoryApp } from '../../inventory/types.js';
import type { Change } from '../../registration/edit/change.js';
import { betweenCommas, splitText } from '../../registration/elements.js';
import { elementsAt } from '../../registration/edit/located.js';
import type { Fixer } from '../fix.js';
import { targetOf, type Target } from './places.js';

/** A scope as the file spells it: there may be an alias beside it. */
const removals = ({ document: { root, type }, path }: Target, scope: string): Change[] => {
  if (!root) return [];
  const elements = elementsAt(root, path);
  if (type === 'ConnectedApp') {
    const written = new Set(elements.map(({ text }) => text).filter((text) => canonicalScope(text) === scope));
    return [...written].map((text) => ({ kind: 'remove', path, text }));
  }
  return elements
    .flatMap((element) => splitText(element, betweenCommas))
    .filter(({ text }) => canonicalScope(text) === scope)
    .map(({ text }) => ({ kind: 'remove-item', path, item: text }));
};

/** Findings about one scope, which is their subject; `applies` says whether the app can do without it. */
export const withoutScope = (about: string, applies: (app: InventoryApp) => boolean = () => true): Fixer => ({
  safety: 'unsafe',
  about,
  fixOf: ({ app, subject }) => {
    const target = app && applies(app) ? targetOf(app, 'scopes') : undefined;
    const changes = target && subject !== undefined ? removals(target, subject) : [];
    return target && changes.length > 0
      ? { safe: false, description: `Remove the scope ${subject}.`, file: target.document.file, changes }
      : undefined;
  },
});

/** True for an app that keeps a scope for the data APIs when `full` goes. */
export const hasApiScope = ({ scopes }: InventoryApp): boolean =>
  scopes.known && scopes.value.some(({ value }) => value === 'api');
