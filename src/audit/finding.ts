import type { InventoryApp, Location } from '../inventory/types.js';
import type { AuditConfig } from './auditConfig.js';
import { bounded } from './bounded.js';
import type { CatalogueRule } from './catalogue.js';
import { fingerprint } from './fingerprint.js';
import type { AuditFinding, AuditInconclusive } from './result.js';
import { severityNames, type FindingDraft, type InconclusiveDraft } from './rule.js';

const longestText = 2000;
const longestName = 255;
const longestPath = 4096;

/** A finding without a place of its own is shown at the file that the app was read from. */
const placeOf = (draft: FindingDraft): Location | undefined =>
  draft.location ??
  (draft.app?.origin.kind === 'source' ? { file: draft.app.origin.file, startLine: 1, startColumn: 1 } : undefined);

const orgOf = (app: InventoryApp | undefined): string | undefined =>
  app?.origin.kind === 'org' ? app.origin.org : undefined;

/** Completes what a rule returned with what its catalogue entry and the config file say. */
export const toFinding = (rule: CatalogueRule, draft: FindingDraft, { severities }: AuditConfig): AuditFinding => {
  const severity = severities[rule.id] ?? draft.severity ?? rule.severity;
  const app = draft.app?.name ?? draft.appName ?? '';
  const registration = draft.app?.registration;
  const org = draft.org ?? orgOf(draft.app);
  const place = placeOf(draft);
  return {
    rule: rule.id,
    severity,
    severityName: severityNames[severity],
    confidence: draft.confidence ?? 'high',
    app: bounded(app, longestName),
    ...(registration === undefined ? {} : { registration }),
    ...(org === undefined ? {} : { org: bounded(org, longestName) }),
    ...(draft.user === undefined ? {} : { user: bounded(draft.user, longestName) }),
    message: bounded(draft.message, longestText),
    evidence: bounded(draft.evidence, longestText),
    remedy: bounded(draft.remedy ?? rule.remedy, longestText),
    references: [...rule.references],
    fingerprint: fingerprint({ rule: rule.id, registration, app, subject: draft.subject }),
    ...(place
      ? {
          location: {
            file: bounded(place.file, longestPath),
            startLine: place.startLine,
            startColumn: place.startColumn,
          },
        }
      : {}),
  };
};

export const toInconclusive = (rule: CatalogueRule, draft: InconclusiveDraft): AuditInconclusive => {
  const app = draft.app?.name ?? draft.appName;
  return {
    rule: rule.id,
    ...(app === undefined ? {} : { app: bounded(app, longestName) }),
    reason: bounded(draft.reason, longestText),
  };
};
