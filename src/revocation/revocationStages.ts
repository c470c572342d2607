import type { RevocationStage } from './carryOut.js';
import type { RevocationPlan } from './types.js';

/** What a revocation is going to do, in the order of `carryOut`. */
export const revocationStages = ({
  switches,
  tokens,
  sessions,
  rotations,
}: Pick<RevocationPlan, 'switches' | 'tokens' | 'sessions' | 'rotations'>): RevocationStage[] => {
  const off: RevocationStage[] = switches.some(({ status }) => status === 'planned') ? ['Switching off'] : [];
  const access: RevocationStage[] = [
    ...(tokens.length > 0 ? (['Revoking tokens'] as const) : []),
    ...(sessions.length > 0 ? (['Ending sessions'] as const) : []),
  ];
  return rotations.length > 0 ? [...access, 'Rotating', ...off] : [...off, ...access];
};
