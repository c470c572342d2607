import { refusalText } from '../../oauth/answer.js';
import { accessCauses } from './access.js';
import { appCauses } from './app.js';
import { browserCauses } from './browser.js';
import type { Cause, Diagnosis, Situation } from './cause.js';
import { jwtCauses } from './jwt.js';
import { keyCauses } from './keys.js';
import { orgCauses } from './org.js';
import { refreshTokenCauses } from './refreshTokens.js';
import { runAsCauses } from './runAs.js';
import { userCauses } from './users.js';

/** In the order in which they are tried: the first that finds its evidence is the cause. */
const causes: readonly Cause[] = [
  ...orgCauses,
  ...browserCauses,
  ...appCauses,
  ...jwtCauses,
  ...keyCauses,
  ...runAsCauses,
  ...userCauses,
  ...accessCauses,
  ...refreshTokenCauses,
];

/** Why the org said no. */
export const diagnose = (situation: Situation): Diagnosis => {
  for (const { id, find } of causes) {
    const found = find(situation);
    if (found) return { cause: id, ...found, evidence: `${found.evidence} (${refusalText(situation.refusal)})` };
  }
  return {
    cause: 'unexplained-refusal',
    evidence: `The org refused, and none of the known causes fits: ${refusalText(situation.refusal)}.`,
    actions: [
      `Look at the sign-ins of the user in Setup, Login History, and at the app: "sf clientapp display --name ${situation.app.name} --target-org ${situation.org}".`,
    ],
  };
};
