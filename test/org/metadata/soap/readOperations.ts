import { describeFile, findVisible, renderFields } from '../retrieve/index.js';
import { findMetadataType, metadataTypes, settingsTypes } from '../schema/index.js';
import { childText, findChildren, type XmlNode } from '../xml/index.js';
import { createFault } from './envelope.js';
import { createContext, type Operation } from './operation.js';

export const describeMetadata: Operation = (_org, { args, apiVersion }) => {
  const version = Number(childText(args, 'asOfVersion') ?? apiVersion);
  const metadataObjects = metadataTypes
    .filter(({ since }) => since <= version)
    .map(({ folder, suffix, name, hasContent }) => ({
      directoryName: folder,
      inFolder: false,
      metaFile: hasContent === true,
      suffix,
      xmlName: name,
    }));
  return { metadataObjects, organizationNamespace: '', partialSaveAllowed: true, testRequired: false };
};

export const listMetadata: Operation = (org, { args, caller, apiVersion }) => {
  const queries = findChildren(args, 'queries');
  if (queries.length > 3) return createFault('INVALID_NUMBER_OF_QUERIES', 'listMetadata takes at most 3 queries');
  const context = createContext(org, caller, Number(childText(args, 'asOfVersion') ?? apiVersion));
  const names = queries.map((query) => childText(query, 'type') ?? '');
  const unknown = names.find((name) => !findMetadataType(name));
  if (unknown !== undefined) return createFault('INVALID_TYPE', `Unknown type:${unknown}`);
  return metadataTypes
    .filter(({ name }) => names.includes(name))
    .flatMap((type) => findVisible(context, type))
    .map((component) => describeFile(component));
};

/** Up to ten names of one type; a name that is not there comes back as nil. */
export const readMetadata: Operation = (org, { args, caller, apiVersion }) => {
  const written = childText(args, 'type') ?? '';
  const names = findChildren(args, 'fullNames').map(({ text }) => text.trim());
  if (names.length > 10) {
    return createFault(
      'EXCEEDED_ID_LIMIT',
      'record limit reached. cannot submit more than 10 records into a single call',
    );
  }
  const type = findMetadataType(isSettings(written) ? 'Settings' : written);
  if (!type) return createFault('INVALID_TYPE', `Unknown type:${written}`);
  const context = createContext(org, caller, apiVersion);
  const visible = findVisible(context, type);
  const records = names.map((name): XmlNode | null => {
    const component = visible.find(({ fullName }) => fullName === name);
    if (!component) return null;
    const { name: xsiType, fields } = renderFields(component, context);
    return { '@xsi:type': xsiType, fullName: component.fullName, ...fields };
  });
  return { records };
};

/** CRUD calls name a settings document by its own type. */
export const isSettings = (name: string): boolean =>
  Object.values(settingsTypes).some((schema) => schema.name === name);
