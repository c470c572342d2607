import type { ApiUsage } from '../inventory/evidence.js';

/** True when the log told of calls but nothing of this kind: the event log object and older files lack some columns (audit.md A.9). */
export const isUntold = ({ calls, apps }: ApiUsage, kind: 'versions' | 'categories'): boolean =>
  calls > 0 && apps.every((app) => Object.keys(app[kind]).every((name) => name === ''));
