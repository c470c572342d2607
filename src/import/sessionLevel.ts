import type { SessionLevel } from '../app/clientApp.js';
import type { MetadataDocument } from '../registration/document.js';
import { elementAt, textOf } from '../registration/elements.js';
import { validRoot } from '../registration/readDocument.js';
import { keyOf, sessionLevelInMetadata } from '../registration/spelling/policies.js';

const places: Readonly<Record<string, string>> = {
  ConnectedApp: 'sessionPolicy.sessionLevel',
  ExtlClntAppOauthConfigurablePolicies: 'requiredSessionLevel',
};

/** The session security level that an app demands, where its files say so. */
export const sessionLevelOf = (documents: readonly MetadataDocument[]): SessionLevel | undefined =>
  documents
    .flatMap((document) => {
      const place = places[document.type];
      const text = place === undefined ? undefined : textOf(elementAt(validRoot(document), place));
      return text === undefined ? [] : [keyOf(sessionLevelInMetadata, text.toUpperCase())];
    })
    .find((level) => level !== undefined);
