import { differences } from '../registration/differences.js';
import { childText, elementAt, textOf } from '../registration/elements.js';
import type { MetadataDocument } from '../registration/document.js';
import type { OrgConnection } from '../org/connection.js';
import { parentOf, retrieveDocuments, satelliteTypes } from './existing.js';
import type { PreparedFile } from './prepare.js';
import type { ReadBack } from './types.js';

/** What the org holds of one app after the deploy. */
export type OrgCopy = { documents: MetadataDocument[]; consumerKey?: string | undefined };

/**
 * Reads back everything that was deployed, in one retrieve for all apps.
 * Satellites by wildcard: beside the one that was deployed the org may keep another of its own making.
 */
export const readOrgCopies = async (
  connection: OrgConnection,
  apps: ReadonlyMap<string, readonly PreparedFile[]>,
): Promise<Map<string, OrgCopy>> => {
  const files = [...apps.values()].flat();
  const types = new Map<string, string[]>();
  for (const { type, fullName } of files) {
    types.set(type, isSatellite(type) ? ['*'] : [...(types.get(type) ?? []), fullName]);
  }
  const { documents } = await retrieveDocuments(connection, types);
  return new Map(
    [...apps].map(([name, prepared]) => {
      const own = documents.filter((document) => belongsTo(document, name, prepared));
      return [name, { documents: own, consumerKey: consumerKeyOf(own) }];
    }),
  );
};

/** A satellite is found by its parent: its own name can't be foretold. */
const isSatellite = (type: string): boolean => satelliteTypes.some((satellite) => satellite === type);

const belongsTo = (document: MetadataDocument, app: string, prepared: readonly PreparedFile[]): boolean =>
  isSatellite(document.type)
    ? parentOf(document) === app
    : prepared.some(({ type, fullName }) => type === document.type && fullName === document.name);

const consumerKeyOf = (documents: readonly MetadataDocument[]): string | undefined => {
  for (const { type, root } of documents) {
    if (!root) continue;
    const key =
      type === 'ConnectedApp'
        ? textOf(elementAt(root, 'oauthConfig.consumerKey'))
        : type === 'ExtlClntAppGlobalOauthSettings'
          ? childText(root, 'consumerKey')
          : undefined;
    if (key) return key;
  }
  return undefined;
};

/** Elements that are sent once and never come back. */
const notReturned = new Set(['consumerSecret', 'oauthConfig.consumerSecret']);

/**
 * Compares what was sent with what the org holds, element by element.
 * A component that does not come back is no pass: the status is then `unavailable`.
 */
export const compare = (prepared: readonly PreparedFile[], copy: OrgCopy): ReadBack => {
  const missing: string[] = [];
  const found = prepared.flatMap(({ type, fullName, root }) => {
    const component = `${type} ${fullName}`;
    const copies = copy.documents.filter(
      (document) => document.type === type && document.root && (isSatellite(type) || document.name === fullName),
    );
    if (copies.length === 0) missing.push(component);
    return copies.flatMap((document) =>
      document.root
        ? differences(root, document.root, type)
            .filter(({ element }) => !notReturned.has(element))
            .map((difference) => ({ ...difference, component: `${type} ${document.name}` }))
        : [],
    );
  });
  if (found.length > 0) return { status: 'different', differences: found };
  if (missing.length === 0) return { status: 'match', differences: [] };
  return { status: 'unavailable', differences: [], reason: `the org gave nothing back for ${missing.join(', ')}` };
};
