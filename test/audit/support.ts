import { defaultConfig, type AuditConfig } from '../../src/audit/auditConfig.js';
import type { AuditFinding, AuditResult } from '../../src/audit/result.js';
import type { FindingDraft, Outcome, Rule, RuleContext, Severity } from '../../src/audit/rule.js';
import { audit } from '../../src/audit/run.js';
import { waiverRules } from '../../src/audit/waiverRules.js';
import type { Inventory } from '../../src/inventory/types.js';
import { anInventory } from './rules/anInventory.js';

export const context: RuleContext = { today: new Date('2026-11-23T12:00:00Z'), thresholds: defaultConfig.thresholds };

/** A rule that says these outcomes of every inventory. */
export const aRule = (id: string, outcomes: Outcome[] = [], overrides: Partial<Rule> = {}): Rule => ({
  id,
  title: `Title of ${id}`,
  severity: 3,
  modes: ['source', 'org'],
  tags: ['tests'],
  description: `Why ${id} matters.`,
  remedy: `What to do about ${id}.`,
  references: [{ id: 'NHI7', edition: '2025', url: 'https://owasp.example/nhi7' }],
  check: () => outcomes,
  ...overrides,
});

export const aDraft = (overrides: Partial<FindingDraft> = {}): FindingDraft => ({
  kind: 'finding',
  appName: 'Billing',
  message: 'Billing is open.',
  evidence: 'open: true',
  ...overrides,
});

export const aFinding = (overrides: Partial<AuditFinding> = {}): AuditFinding => ({
  rule: 'full-scope',
  severity: 2,
  severityName: 'High',
  confidence: 'high',
  app: 'Billing',
  registration: 'connected-app',
  message: 'Billing asks for the full scope.',
  evidence: 'scope: full',
  remedy: 'Ask for less.',
  references: [{ id: 'NHI5', edition: '2025' }],
  fingerprint: 'f'.repeat(64),
  location: { file: 'force-app/Billing.connectedApp-meta.xml', startLine: 7, startColumn: 9 },
  ...overrides,
});

/** Runs rules, and those on waivers, over one good app from source. */
export const run = (
  rules: readonly Rule[],
  { config = {}, inventory = anInventory() }: { config?: Partial<AuditConfig>; inventory?: Inventory } = {},
): AuditResult => audit(inventory, [...rules, ...waiverRules], context, { ...defaultConfig, ...config });

export const allSeverities: readonly Severity[] = [1, 2, 3, 4, 5];
