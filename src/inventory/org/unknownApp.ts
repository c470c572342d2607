import type { Registration } from '../../app/clientApp.js';
import { unknown, type InventoryApp } from '../types.js';

/** An app of which only the record is known: every fact waits for somebody to tell it. */
export const unknownApp = (
  app: Pick<InventoryApp, 'name' | 'label' | 'origin' | 'nameIsLabel'> & { registration: Registration },
  reason: string,
): InventoryApp => {
  const fact = unknown(reason);
  return {
    ...app,
    managed: false,
    firstParty: false,
    usesOauth: fact,
    description: fact,
    contactEmail: fact,
    scopes: fact,
    callbackUrls: fact,
    permittedUsers: fact,
    grants: fact,
    ipRelaxation: fact,
    ipRanges: fact,
    refreshToken: fact,
    sessionTimeoutMinutes: fact,
    pkceRequired: fact,
    secretOptional: fact,
    secretRequiredForRefresh: fact,
    refreshTokenRotation: fact,
    clientCredentials: { settings: fact, policy: fact, runAsUser: fact },
    deviceFlow: fact,
    guestCodeCredentialFlow: fact,
    certificate: fact,
    consumerKey: fact,
    orgBound: [],
    secretElements: [],
    rotatesOnDeploy: [],
    enabled: fact,
    documents: [],
  };
};
