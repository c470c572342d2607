import type { Rule } from '../rule.js';
import { adminApprovalWithoutGrant } from './adminApprovalWithoutGrant.js';
import { agentWithPrivilegedUser } from './agentWithPrivilegedUser.js';
import { anyApiAuthHolders } from './anyApiAuthHolders.js';
import { anyApiClientHolders } from './anyApiClientHolders.js';
import { apiAccessControlOff } from './apiAccessControlOff.js';
import { apiLogRetentionShort } from './apiLogRetentionShort.js';
import { apiVersionOld } from './apiVersionOld.js';
import { approvedAppUnassigned } from './approvedAppUnassigned.js';
import { approvedForBroadProfile } from './approvedForBroadProfile.js';
import { auditBlindSpot } from './auditBlindSpot.js';
import { callbackLocalhostShared } from './callbackLocalhostShared.js';
import { callbackMixedEnvironments } from './callbackMixedEnvironments.js';
import { callbackPlainHttp } from './callbackPlainHttp.js';
import { callbackUnsafeHost } from './callbackUnsafeHost.js';
import { certificateExpiring } from './certificateExpiring.js';
import { clientSecretsReadable } from './clientSecretsReadable.js';
import { cliTokenWithoutExpiry } from './cliTokenWithoutExpiry.js';
import { connectedAppNotMigrated } from './connectedAppNotMigrated.js';
import { consumerKeyReused } from './consumerKeyReused.js';
import { descriptionOrContactMissing } from './descriptionOrContactMissing.js';
import { deviceFlow } from './deviceFlow.js';
import { errorShareHigh } from './errorShareHigh.js';
import { flowRetirementAhead } from './flowRetirementAhead.js';
import { flowWithoutPrerequisite } from './flowWithoutPrerequisite.js';
import { fullScope } from './fullScope.js';
import { guestCodeCredentialFlow } from './guestCodeCredentialFlow.js';
import { humanUserIntegration } from './humanUserIntegration.js';
import { indicatorMatch } from './indicatorMatch.js';
import { integrationLicenseUnused } from './integrationLicenseUnused.js';
import { integrationUserInteractive } from './integrationUserInteractive.js';
import { integrationUserPrivileged } from './integrationUserPrivileged.js';
import { ipAllowlistMissing } from './ipAllowlistMissing.js';
import { ipRangeTooWide } from './ipRangeTooWide.js';
import { ipRelaxation } from './ipRelaxation.js';
import { manifestDrift } from './manifestDrift.js';
import { metadataInvalid } from './metadataInvalid.js';
import { newSourceAddress } from './newSourceAddress.js';
import { oauthChangeUnreviewed } from './oauthChangeUnreviewed.js';
import { orgBoundMetadata } from './orgBoundMetadata.js';
import { orphanApp } from './orphanApp.js';
import { partnerMandateUnmet } from './partnerMandateUnmet.js';
import { permissionSetOverBroad } from './permissionSetOverBroad.js';
import { permissionsExceedUsage } from './permissionsExceedUsage.js';
import { pkceNotRequired } from './pkceNotRequired.js';
import { powerfulScope } from './powerfulScope.js';
import { privilegedUserToken } from './privilegedUserToken.js';
import { publicClientWithoutPkce } from './publicClientWithoutPkce.js';
import { refreshScopeUnneeded } from './refreshScopeUnneeded.js';
import { refreshTokenNeverExpires } from './refreshTokenNeverExpires.js';
import { refreshTokenRotationOff } from './refreshTokenRotationOff.js';
import { refreshTokenTooLong } from './refreshTokenTooLong.js';
import { reviewOverdue } from './reviewOverdue.js';
import { rotateOnDeploy } from './rotateOnDeploy.js';
import { runAsUserUnfit } from './runAsUserUnfit.js';
import { scopeExceedsUsage } from './scopeExceedsUsage.js';
import { secretBearingFileTracked } from './secretBearingFileTracked.js';
import { secretInSource } from './secretInSource.js';
import { secretOptionalOnRefresh } from './secretOptionalOnRefresh.js';
import { secretRotationOverdue } from './secretRotationOverdue.js';
import { selfAuthorizationAllowed } from './selfAuthorizationAllowed.js';
import { sessionTimeoutMissing } from './sessionTimeoutMissing.js';
import { sharedIntegrationUser } from './sharedIntegrationUser.js';
import { soapLogin } from './soapLogin.js';
import { stagedCredentialPending } from './stagedCredentialPending.js';
import { staleToken } from './staleToken.js';
import { tokenBurst } from './tokenBurst.js';
import { tokenOfInactiveUser } from './tokenOfInactiveUser.js';
import { tokenSprawl } from './tokenSprawl.js';
import { tokensPredateHardening } from './tokensPredateHardening.js';
import { uiScopeOnHeadlessApp } from './uiScopeOnHeadlessApp.js';
import { uninstalledAppApprovers } from './uninstalledAppApprovers.js';
import { uninstalledAppWithTokens } from './uninstalledAppWithTokens.js';
import { unusedApp } from './unusedApp.js';
import { usageAnomaly } from './usageAnomaly.js';
import { userAgentFlow } from './userAgentFlow.js';
import { usernamePasswordFlow } from './usernamePasswordFlow.js';
import { vendorReviewMissing } from './vendorReviewMissing.js';

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
  tokensPredateHardening,
  uninstalledAppApprovers,
  anyApiClientHolders,
  anyApiAuthHolders,
  apiAccessControlOff,
  guestCodeCredentialFlow,
  clientSecretsReadable,

  fullScope,
  uiScopeOnHeadlessApp,
  refreshScopeUnneeded,
  scopeExceedsUsage,
  permissionsExceedUsage,
  powerfulScope,
  agentWithPrivilegedUser,

  refreshTokenNeverExpires,
  refreshTokenTooLong,
  refreshTokenRotationOff,
  sessionTimeoutMissing,
  staleToken,
  tokenOfInactiveUser,
  tokenSprawl,
  privilegedUserToken,
  cliTokenWithoutExpiry,
  tokenBurst,

  usernamePasswordFlow,
  userAgentFlow,
  soapLogin,
  deviceFlow,
  pkceNotRequired,
  publicClientWithoutPkce,
  secretOptionalOnRefresh,
  callbackPlainHttp,
  callbackUnsafeHost,
  callbackLocalhostShared,
  callbackMixedEnvironments,
  ipRelaxation,
  ipAllowlistMissing,
  ipRangeTooWide,
  runAsUserUnfit,
  secretInSource,
  consumerKeyReused,

  sharedIntegrationUser,
  integrationUserPrivileged,
  integrationUserInteractive,
  integrationLicenseUnused,
  humanUserIntegration,

  secretRotationOverdue,
  stagedCredentialPending,
  certificateExpiring,
  unusedApp,
  orphanApp,
  manifestDrift,
  connectedAppNotMigrated,
  flowRetirementAhead,
  partnerMandateUnmet,
  vendorReviewMissing,
  reviewOverdue,

  apiLogRetentionShort,
  oauthChangeUnreviewed,
  newSourceAddress,
  usageAnomaly,
  indicatorMatch,
  errorShareHigh,
  apiVersionOld,
  auditBlindSpot,
];
