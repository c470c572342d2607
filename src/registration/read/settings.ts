import { unknown, type Fact, type InventorySettings, type Origin } from '../../inventory/types.js';
import type { MetadataDocument } from '../document.js';
import { child, parseFlag, textOf } from '../elements.js';
import { validRoot } from '../readDocument.js';
import { parsedFact, placeIn } from './facts.js';

type ReadSwitch = (type: string, file: string, name: string) => Fact<boolean>;

const createSwitchReader =
  (documents: readonly MetadataDocument[], origin: Origin): ReadSwitch =>
  (type, file, name) => {
    const document = documents.find((candidate) => candidate.type === type);
    if (!document) {
      return unknown(
        origin.kind === 'source' ? `${file}.settings is not in source` : `the org gave no ${file}.settings`,
      );
    }
    const element = validRoot(document);
    if (!element) return unknown(`the file ${document.file} cannot be read`);
    // No default is documented for any of these switches; they appear once their feature does.
    if (textOf(child(element, name)) === undefined) return unknown(`${file}.settings does not say ${name}`);
    return parsedFact({ element, fields: {}, place: placeIn(document, origin) }, name, parseFlag);
  };

/** Either switch opens secrets; one of them is deprecated and absent from newer files. */
const eitherOf = (current: Fact<boolean>, deprecated: Fact<boolean>): Fact<boolean> => {
  if (current.known && current.value) return current;
  if (deprecated.known && deprecated.value) return deprecated;
  return current.known ? current : deprecated.known ? deprecated : current;
};

/** The org-wide switches among the documents; a switch that no file tells is unknown. */
export const settingsFromDocuments = (documents: readonly MetadataDocument[], origin: Origin): InventorySettings => {
  const read = createSwitchReader(documents, origin);
  return {
    origin,
    blockUsernamePasswordFlow: read('OauthOidcSettings', 'OauthOidc', 'blockOAuthUnPwFlow'),
    blockUserAgentFlow: read('OauthOidcSettings', 'OauthOidc', 'blockOAuthUsrAgtFlow'),
    pkceRequired: read('OauthOidcSettings', 'OauthOidc', 'isPkceRequired'),
    // Exists only after Salesforce Support enabled API Access Control (platform.md 1.6).
    apiAccessControl: read('ConnectedAppSettings', 'ConnectedApp', 'enableAdminApprovedAppsOnly'),
    clientSecretsReadable: eitherOf(
      read('ExternalClientAppSettings', 'ExternalClientApp', 'enableClientSecretInRestApiAccess'),
      read('ExternalClientAppSettings', 'ExternalClientApp', 'enableConsumerSecretApiAccess'),
    ),
    sessionTimeoutMinutes: unknown('Security.settings was not read'),
    enforceIpRangesEveryRequest: unknown('Security.settings was not read'),
    trustedIpRanges: unknown('Security.settings was not read'),
  };
};
