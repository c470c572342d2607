import { severityNames, type Severity } from './rule.js';

export const severities = [1, 2, 3, 4, 5] as const satisfies readonly Severity[];

/** Reads a severity by name (any case) or number, as Code Analyzer does. */
export const parseSeverity = (text: string): Severity | undefined => {
  const wanted = text.trim().toLowerCase();
  return severities.find((severity) => wanted === String(severity) || wanted === severityNames[severity].toLowerCase());
};
