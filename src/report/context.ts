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
  inventory: Inventory;
  result: Pick<AuditResult, 'findings' | 'inconclusive'>;
};

/** What formats need besides the report; the portraits of the apps are made when one asks for them, and once. */
export const reportContext = ({ inventory, result, ...rest }: ContextParts): ReportContext => {
  let portraits: readonly AppPortrait[] | undefined;
  return { ...rest, apps: () => (portraits ??= portraitsOf(inventory, result, rest.today)) };
};
