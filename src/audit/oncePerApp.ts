import type { InventoryApp } from '../inventory/types.js';

/** Answers a question about an app once, since many rules ask the same; an answer lives as long as its app. */
export const oncePerApp = <T extends object>(answer: (app: InventoryApp) => T): ((app: InventoryApp) => T) => {
  const answers = new WeakMap<InventoryApp, T>();
  return (app) => {
    const known = answers.get(app);
    if (known) return known;
    const fresh = answer(app);
    answers.set(app, fresh);
    return fresh;
  };
};
