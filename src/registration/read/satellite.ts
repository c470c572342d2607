import { unknown, type Fact, type Origin } from '../../inventory/types.js';
import { endingOf } from '../documentType.js';
import { validRoot } from '../readDocument.js';
import { schemaOf } from '../schema/schemas.js';
import { placeIn, type Part } from './facts.js';
import type { ExternalClientAppFiles } from './groupExternalClientApps.js';

/** One file of an app: its part, or why there is none. */
export type Satellite = { part: Part; missing?: undefined } | { part?: undefined; missing: string };

const missingReason = ({ name, unreadable }: ExternalClientAppFiles, type: string, origin: Origin): string => {
  const file = unreadable.find((document) => document.type === type)?.file;
  if (file !== undefined) return `the file ${file} cannot be read`;
  const kind = `${name}.${endingOf(type) ?? type}`;
  return origin.kind === 'source' ? `the file ${kind} is not in source` : `the org gave no ${kind}`;
};

/** The file of one type. */
export const satelliteOf = (files: ExternalClientAppFiles, type: string, origin: Origin): Satellite => {
  const document = files.satellites.get(type);
  const element = document && validRoot(document);
  const schema = schemaOf(type);
  if (!document || !element || !schema) return { missing: missingReason(files, type, origin) };
  return { part: { element, fields: schema.fields, place: placeIn(document, origin) } };
};

/** The fact that a file tells, or "unknown" because there is no such file. */
export const factFrom = <T>(satellite: Satellite, read: (part: Part) => Fact<T>): Fact<T> =>
  satellite.part ? read(satellite.part) : unknown(satellite.missing);
