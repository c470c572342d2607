import type { CatalogueRule } from '../audit/catalogue.js';
import type { AuditResult } from '../audit/result.js';
import type { Inventory } from '../inventory/types.js';
import { portraitsOf } from './portrait/portraits.js';
import type { AppPortrait } from './portrait/types.js';
import type { ReportContext } from './report.js';

export type ContextParts = {
  version: string;
  rules: readonly CatalogueRule[];
  today: Date;
  anchorFile: string;
  exit?: ReportContext['exit'];
  inventory: Inventory;
  /** Names of apps that nobody wants in a report: without findings they would look sound. */
  ignoredApps: readonly string[];
  result: Pick<AuditResult, 'findings' | 'inconclusive'>;
};

/** What formats need besides the report; the portraits of the apps are made when one asks for them, and once. */
export const reportContext = ({ inventory, result, ignoredApps, ...rest }: ContextParts): ReportContext => {
  const ignored = new Set(ignoredApps);
  let portraits: readonly AppPortrait[] | undefined;
  const make = (): AppPortrait[] => portraitsOf(inventory, result, rest.today).filter(({ name }) => !ignored.has(name));
  return { ...rest, apps: () => (portraits ??= make()) };
};
