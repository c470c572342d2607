import type { Criticality } from '../app/clientApp.js';
import type { CatalogueRule } from './catalogue.js';
import { severityNames, type FindingDraft, type Severity } from './rule.js';

export type JudgedSeverity = { severity: Severity; severityReason?: string };

type Severities = Readonly<Record<string, Severity>>;

/** One step, up for a critical app and down for one of low criticality. */
const moved = (severity: Severity, criticality: Criticality | undefined): Severity => {
  // Info is a note: it becomes no weakness because the app matters.
  if (criticality === 'critical' && (severity === 2 || severity === 3 || severity === 4))
    return (severity - 1) as Severity;
  // Critical is an open door whatever stands behind it, and a weakness does not become a note.
  if (criticality === 'low' && (severity === 2 || severity === 3)) return (severity + 1) as Severity;
  return severity;
};

/**
 * The severity of a finding, and why it is not the rule's own. What the config file sets is final; otherwise the
 * manifest's criticality moves it by one step.
 */
export const severityFor = (rule: CatalogueRule, draft: FindingDraft, severities: Severities): JudgedSeverity => {
  const own = draft.severity ?? rule.severity;
  const set = Object.hasOwn(severities, rule.id) ? severities[rule.id] : undefined;
  if (set !== undefined) {
    if (set === own) return { severity: own };
    return {
      severity: set,
      severityReason: `the audit config file makes it ${severityNames[set]}; the rule says ${severityNames[own]}`,
    };
  }
  const criticality = draft.app?.manifest?.app?.criticality;
  const severity = moved(own, criticality);
  if (severity === own) return { severity };
  return {
    severity,
    severityReason: `the manifest calls the criticality of the app ${criticality}, so ${severityNames[own]} becomes ${severityNames[severity]}`,
  };
};
