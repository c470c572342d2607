import type { InventoryApp, Location } from '../inventory/types.js';
import type { AuditConfig } from './auditConfig.js';
import { bounded } from './bounded.js';
import type { CatalogueRule } from './catalogue.js';
import type { Fix } from './fix.js';
import { fingerprint } from './fingerprint.js';
import { reportText } from './reportText.js';
import type { AuditFinding, AuditInconclusive } from './result.js';
import { severityFor } from './severityFor.js';
import { severityNames, type FindingDraft, type InconclusiveDraft } from './rule.js';

const longestText = 2000;
const longestName = 255;
const longestPath = 4096;

const boundedPlace = (place: Location): Location =>
  place.file.length <= longestPath ? place : { ...place, file: bounded(place.file, longestPath) };

/** A finding without a place of its own is shown at the file that the app was read from. */
const placeOf = ({ location, app }: FindingDraft): Location | undefined => {
  if (location) return boundedPlace(location);
  if (app?.origin.kind !== 'source') return undefined;
  return boundedPlace({ file: app.origin.file, startLine: 1, startColumn: 1 });
};

const orgOf = (app: InventoryApp | undefined): string | undefined =>
  app?.origin.kind === 'org' ? app.origin.org : undefined;

const remedies = new Map<string, string>();

/** A rule says the same thing of all its findings. */
const remedyOf = (rule: CatalogueRule, { remedy }: FindingDraft): string => {
  if (remedy !== undefined) return reportText(remedy, longestText);
  const known = remedies.get(rule.remedy);
  if (known !== undefined) return known;
  const shown = reportText(rule.remedy, longestText);
  remedies.set(rule.remedy, shown);
  return shown;
};

type AvailableFix = NonNullable<AuditFinding['fix']>;

const availableFixes = { safe: new Map<string, AvailableFix>(), unsafe: new Map<string, AvailableFix>() };

/** Fixes of one kind are told in the same words, and by the ten thousand: one object says it for all. */
const availableFix = ({ safe, description }: Fix): AvailableFix => {
  const kind = safe ? 'safe' : 'unsafe';
  const known = availableFixes[kind].get(description);
  if (known) return known;
  const fix: AvailableFix = { kind, description, status: 'available' };
  // Descriptions are a few dozen constants; should one ever hold the name of an app, it is not kept.
  if (availableFixes[kind].size < 200) availableFixes[kind].set(description, fix);
  return fix;
};

/** Completes what a rule returned with what its catalogue entry and the config file say. */
export const toFinding = (rule: CatalogueRule, draft: FindingDraft, config: AuditConfig): AuditFinding => {
  const { severity, severityReason } = severityFor(rule, draft, config.severities);
  const app = draft.app?.name ?? draft.appName ?? '';
  const finding: AuditFinding = {
    rule: rule.id,
    severity,
    severityName: severityNames[severity],
    confidence: draft.confidence ?? 'high',
    app: bounded(app, longestName),
    message: reportText(draft.message, longestText),
    evidence: reportText(draft.evidence, longestText),
    remedy: remedyOf(rule, draft),
    references: rule.references,
    fingerprint: fingerprint({ rule: rule.id, registration: draft.app?.registration, app, subject: draft.subject }),
  };
  // One by one: findings come by the ten thousand, and spreading what is absent costs more than the rest.
  if (draft.app) finding.registration = draft.app.registration;
  const org = draft.org ?? orgOf(draft.app);
  if (org !== undefined) finding.org = bounded(org, longestName);
  if (draft.user !== undefined) finding.user = bounded(draft.user, longestName);
  const place = placeOf(draft);
  if (place) finding.location = place;
  if (severityReason !== undefined) finding.severityReason = severityReason;
  const fix = rule.fix?.fixOf(draft, config.thresholds);
  if (fix) finding.fix = availableFix(fix);
  return finding;
};

export const toInconclusive = (rule: CatalogueRule, draft: InconclusiveDraft): AuditInconclusive => {
  const app = draft.app?.name ?? draft.appName;
  const org = orgOf(draft.app);
  return {
    rule: rule.id,
    ...(app === undefined ? {} : { app: bounded(app, longestName) }),
    ...(org === undefined ? {} : { org: bounded(org, longestName) }),
    ...(draft.org === undefined ? {} : { org: bounded(draft.org, longestName) }),
    reason: reportText(draft.reason, longestText),
  };
};
