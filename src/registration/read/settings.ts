import { known, unknown, type Fact, type InventorySettings, type Origin } from '../../inventory/types.js';
import type { MetadataDocument } from '../document.js';
import { child, elementAt, parseFlag, textOf } from '../elements.js';
import { validRoot } from '../readDocument.js';
import type { XmlElement } from '../xml/element.js';
import { parsedFact, placeIn, type Part } from './facts.js';
import { ipRangesOf } from './ipRanges.js';

type File = Fact<Part & { element: XmlElement }>;
type OpenFile = (type: string, file: string) => File;

const createOpener =
  (documents: readonly MetadataDocument[], origin: Origin, absence?: string): OpenFile =>
  (type, file) => {
    const document = documents.find((candidate) => candidate.type === type);
    if (!document) {
      return unknown(
        absence ??
          (origin.kind === 'source' ? `${file}.settings is not in source` : `the org gave no ${file}.settings`),
      );
    }
    const element = validRoot(document);
    if (!element) return unknown(`the file ${document.file} cannot be read`);
    return known({ element, fields: {}, place: placeIn(document, origin) });
  };

/** A value at a path such as `sessionSettings.sessionTimeout`. No default is documented for any of them; some appear only once their feature does. */
const valueIn = <T>(open: File, file: string, path: string, parse: (text: string) => T | undefined): Fact<T> => {
  if (!open.known) return open;
  const dot = path.lastIndexOf('.');
  const name = path.slice(dot + 1);
  const parent = dot === -1 ? open.value.element : elementAt(open.value.element, path.slice(0, dot));
  if (textOf(child(parent, name)) === undefined) return unknown(`${file}.settings does not say ${name}`);
  return parsedFact({ ...open.value, element: parent }, name, parse);
};

const minutesByName: ReadonlyMap<string, number> = new Map([
  ['FifteenMinutes', 15],
  ['ThirtyMinutes', 30],
  ['SixtyMinutes', 60],
  ['TwoHours', 120],
  ['FourHours', 240],
  ['EightHours', 480],
  ['TwelveHours', 720],
  ['TwentyFourHours', 1440],
]);

/**
 * The org's trusted addresses. An empty `<networkAccess>` takes all of them away; a file without it leaves the org as it is,
 * so that only an org's own file says by its absence that there are none.
 */
const trustedIpRanges = (security: File, origin: Origin): InventorySettings['trustedIpRanges'] => {
  if (!security.known) return security;
  const access = child(security.value.element, 'networkAccess');
  if (!access && origin.kind === 'source') return unknown('Security.settings does not say networkAccess');
  const ranges = ipRangesOf({ ...security.value, element: access }, 'ipRanges', { start: 'start', end: 'end' });
  return known(ranges, access && security.value.place(access));
};

/** Either switch opens secrets; one of them is deprecated and absent from newer files. */
const eitherOf = (current: Fact<boolean>, deprecated: Fact<boolean>): Fact<boolean> => {
  if (current.known && current.value) return current;
  if (deprecated.known && deprecated.value) return deprecated;
  return current.known ? current : deprecated.known ? deprecated : current;
};

/**
 * The org-wide switches among the documents; a switch that no file tells is unknown.
 * @param absence why there are no files at all, where that is known
 */
export const settingsFromDocuments = (
  documents: readonly MetadataDocument[],
  origin: Origin,
  absence?: string,
): InventorySettings => {
  const open = createOpener(documents, origin, absence);
  const read = (type: string, file: string, name: string): Fact<boolean> =>
    valueIn(open(type, file), file, name, parseFlag);
  const security = open('SecuritySettings', 'Security');
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
    sessionTimeoutMinutes: valueIn(security, 'Security', 'sessionSettings.sessionTimeout', (name) =>
      minutesByName.get(name),
    ),
    enforceIpRangesEveryRequest: valueIn(
      security,
      'Security',
      'sessionSettings.enforceIpRangesEveryRequest',
      parseFlag,
    ),
    trustedIpRanges: trustedIpRanges(security, origin),
  };
};
