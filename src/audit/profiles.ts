import type { Inventory } from '../inventory/types.js';
import type { AuditConfig } from './auditConfig.js';
import { currentEvidence } from './orgEvidence.js';
import type { AuditCoverage } from './result.js';
import { ruleContext } from './ruleContext.js';
import type { Outcome, RuleContext } from './rule.js';
import type { Thresholds } from './thresholds.js';

/** Source, and what belongs to no org, goes by the config as it stands. */
type Kind = 'source' | 'production' | 'sandbox';

/** One look of the rules: what they compare with, and the outcomes that this look answers for. */
export type Look = { config: AuditConfig; context: RuleContext; answersFor: (outcome: Outcome) => boolean };

const configOf = (config: AuditConfig, kind: Kind): AuditConfig => {
  const profile = kind === 'source' ? undefined : config.profiles[kind];
  if (!profile) return config;
  return {
    ...config,
    thresholds: { ...config.thresholds, ...(profile.thresholds as Partial<Thresholds>) },
    severities: { ...config.severities, ...profile.severities },
  };
};

const orgOf = (outcome: Outcome): string | undefined => {
  if (outcome.org !== undefined) return outcome.org;
  return outcome.app?.origin.kind === 'org' ? outcome.app.origin.org : undefined;
};

const sandboxesOf = (inventory: Inventory): ReadonlySet<string> =>
  new Set(currentEvidence(inventory).flatMap(({ org, isSandbox }) => (isSandbox.known && isSandbox.value ? org : [])));

/**
 * Rules see all orgs at once, since some compare them; so each profile has the rules look at everything, and only what
 * they say of its own orgs is kept. An org of which it is not known what it is counts as production.
 */
export const looksOf = (inventory: Inventory, context: RuleContext, config: AuditConfig): Look[] => {
  if (Object.keys(config.profiles).length === 0) return [{ config, context, answersFor: () => true }];
  const sandboxes = sandboxesOf(inventory);
  const kindOf = (outcome: Outcome): Kind => {
    const org = orgOf(outcome);
    if (org === undefined) return 'source';
    return sandboxes.has(org) ? 'sandbox' : 'production';
  };
  return (['source', 'production', 'sandbox'] as const).map((kind) => {
    const own = configOf(config, kind);
    return {
      config: own,
      context: ruleContext(own, context.today),
      answersFor: (outcome) => kindOf(outcome) === kind,
    };
  });
};

/** Orgs that a profile could be wrong for. */
export const profileCoverage = (inventory: Inventory, config: AuditConfig): AuditCoverage[] =>
  Object.keys(config.profiles).length === 0
    ? []
    : currentEvidence(inventory).flatMap(({ org, isSandbox }) =>
        isSandbox.known
          ? []
          : [
              {
                source: `org:${org}/kind`,
                status: 'partial',
                reason: `it is not known whether this is a sandbox, so it was held to the profile of production: ${isSandbox.reason}`,
              },
            ],
      );
