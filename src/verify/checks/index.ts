import type { CheckDefinition } from '../run.js';
import { adminApprovalCheck, otherUserCheck, undeclaredScopeCheck } from './access.js';
import { apiCallCheck, apiVersionCheck } from './apiCall.js';
import { foreignCallbackCheck, pkceCheck, plainHttpCallbackCheck, unregisteredCallbackCheck } from './authorizePage.js';
import { certificateCheck } from './certificate.js';
import { identityCheck, instanceCheck } from './identity.js';
import { introspectionCheck } from './introspection.js';
import { passwordFlowCheck, userAgentFlowCheck } from './oldFlows.js';
import { refreshCheck, refreshReuseCheck } from './refresh.js';
import { scopesCheck } from './scopes.js';
import { sourceAddressCheck } from './sourceAddress.js';
import { revokeCheck, tokenCheck } from './token.js';
import { dataRightsCheck, uiLoginCheck } from './user.js';
import { foreignKeyCheck, wrongSecretCheck } from './wrongProof.js';

/** What must work, in the order in which it is tried: the token is revoked when nothing else needs it. */
export const positiveChecks: readonly CheckDefinition[] = [
  apiVersionCheck,
  certificateCheck,
  tokenCheck,
  identityCheck,
  scopesCheck,
  instanceCheck,
  apiCallCheck,
  introspectionCheck,
  dataRightsCheck,
  refreshCheck,
  revokeCheck,
];

/** What must be refused. */
export const negativeChecks: readonly CheckDefinition[] = [
  wrongSecretCheck,
  foreignKeyCheck,
  undeclaredScopeCheck,
  adminApprovalCheck,
  otherUserCheck,
  uiLoginCheck,
  sourceAddressCheck,
  pkceCheck,
  unregisteredCallbackCheck,
  foreignCallbackCheck,
  plainHttpCallbackCheck,
  userAgentFlowCheck,
  passwordFlowCheck,
  refreshReuseCheck,
];
