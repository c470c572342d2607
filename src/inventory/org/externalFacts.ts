import { canonicalScope, scopes } from '../../app/scopes.js';
import type { AppPolicyRow, ExternalAppRow, OauthPolicyRow, OauthSettingsRow } from '../../org/clientAppRecords.js';
import { ipRelaxationInExternalApp, permittedUsersInExternalApp } from '../../registration/spelling/policies.js';
import { known, unknown, type Fact } from '../types.js';
import { fromColumn, present, spelled } from './columnValues.js';
import type { MoreFacts } from './fillUnknown.js';
import { refreshTokenOfRow } from './refreshTokenOfRow.js';

const orUnset = <T>(value: T | null): Fact<T | undefined> => known(value ?? undefined);

export const factsOfHeader = ({ Description, ContactEmail }: ExternalAppRow): MoreFacts =>
  present({ description: fromColumn(Description, orUnset), contactEmail: fromColumn(ContactEmail, orUnset) });

export const factsOfSettings = (row: OauthSettingsRow): MoreFacts => {
  const names = scopes.flatMap(({ column, oauth }) => (column && row.scopes[column] ? [canonicalScope(oauth)] : []));
  return { usesOauth: known(true), scopes: known([...new Set(names)].map((value) => ({ value }))) };
};

export const factsOfOauthPolicies = (row: OauthPolicyRow): MoreFacts => {
  const credentials = present({
    policy: fromColumn(row.IsClientCredentialsFlowEnabled, known),
    runAsUser: fromColumn(row.ClientCredentialsFlowUser, orUnset),
  });
  return {
    ...present({
      permittedUsers: fromColumn(row.PermittedUsersPolicyType, (text) =>
        spelled('PermittedUsersPolicyType', text ?? '', permittedUsersInExternalApp),
      ),
      ipRelaxation: fromColumn(row.IpRelaxationPolicyType, (text) =>
        spelled('IpRelaxationPolicyType', text ?? '', ipRelaxationInExternalApp),
      ),
      refreshToken: refreshTokenOfRow(row),
      sessionTimeoutMinutes: fromColumn(row.SessionTimeoutInMinutes, orUnset),
      guestCodeCredentialFlow: fromColumn(row.IsGuestCodeCredFlowEnabled, known),
    }),
    clientCredentials: credentials,
  };
};

/** An app is on when it is enabled and so is its OAuth plug-in; without the plug-in it is no OAuth app. */
export const factsOfAppPolicies = ({ IsEnabled, OauthPluginStatus: status }: AppPolicyRow): MoreFacts => {
  if (IsEnabled === undefined || status === undefined) return {};
  switch (status?.toLowerCase()) {
    case 'enabled':
      return { enabled: known(IsEnabled) };
    case 'disabled':
      return { enabled: known(false) };
    case 'notinstalled':
      return { enabled: known(IsEnabled), usesOauth: known(false) };
    default:
      return { enabled: unknown(`OauthPluginStatus has the value "${status ?? ''}", which is none that we know`) };
  }
};
