import type { Rule } from '../rule.js';
import { adminApprovalWithoutGrant } from './adminApprovalWithoutGrant.js';
import { apiAccessControlOff } from './apiAccessControlOff.js';
import { approvedAppUnassigned } from './approvedAppUnassigned.js';
import { approvedForBroadProfile } from './approvedForBroadProfile.js';
import { clientSecretsReadable } from './clientSecretsReadable.js';
import { descriptionOrContactMissing } from './descriptionOrContactMissing.js';
import { flowWithoutPrerequisite } from './flowWithoutPrerequisite.js';
import { fullScope } from './fullScope.js';
import { guestCodeCredentialFlow } from './guestCodeCredentialFlow.js';
import { metadataInvalid } from './metadataInvalid.js';
import { orgBoundMetadata } from './orgBoundMetadata.js';
import { permissionSetOverBroad } from './permissionSetOverBroad.js';
import { powerfulScope } from './powerfulScope.js';
import { refreshScopeUnneeded } from './refreshScopeUnneeded.js';
import { rotateOnDeploy } from './rotateOnDeploy.js';
import { secretBearingFileTracked } from './secretBearingFileTracked.js';
import { selfAuthorizationAllowed } from './selfAuthorizationAllowed.js';
import { sharedIntegrationUser } from './sharedIntegrationUser.js';
import { uiScopeOnHeadlessApp } from './uiScopeOnHeadlessApp.js';
import { uninstalledAppWithTokens } from './uninstalledAppWithTokens.js';

/** Every rule, in the catalogue's order. */
export const rules: readonly Rule[] = [
  rotateOnDeploy,
  orgBoundMetadata,
  secretBearingFileTracked,
  adminApprovalWithoutGrant,
  permissionSetOverBroad,
  metadataInvalid,
  flowWithoutPrerequisite,
  descriptionOrContactMissing,

  selfAuthorizationAllowed,
  uninstalledAppWithTokens,
  approvedAppUnassigned,
  approvedForBroadProfile,
  apiAccessControlOff,
  guestCodeCredentialFlow,
  clientSecretsReadable,

  fullScope,
  uiScopeOnHeadlessApp,
  refreshScopeUnneeded,
  powerfulScope,

  sharedIntegrationUser,
];
