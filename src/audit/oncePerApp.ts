import type { InventoryApp } from '../inventory/types.js';

/** The runner shows the rules a few dozen apps at a time; answers about older ones are not asked for again. */
const mostKept = 256;

/** Answers a question about an app once, since many rules ask the same of the same few apps. */
export const oncePerApp = <T extends object>(answer: (app: InventoryApp) => T): ((app: InventoryApp) => T) => {
  const answers = new Map<InventoryApp, T>();
  return (app) => {
    const known = answers.get(app);
    if (known) return known;
    const fresh = answer(app);
    if (answers.size === mostKept) answers.clear();
    answers.set(app, fresh);
    return fresh;
  };
};
