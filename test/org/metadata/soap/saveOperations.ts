import { findComponent } from '../lookup.js';
import {
  addDefaultPolicies,
  commitDraft,
  deleteComponent,
  type Document,
  type OrgContext,
  type Refusal,
  saveDocument,
} from '../rules/index.js';
import { findMetadataType, findSchema, readFieldsOf } from '../schema/index.js';
import { childText, findChildren, type XmlElement, type XmlNode } from '../xml/index.js';
import { createFault } from './envelope.js';
import { createContext, type Operation } from './operation.js';
import { isSettings } from './readOperations.js';

type Guard = (org: OrgContext, document: Document) => Refusal | undefined;

const exists = (org: OrgContext, { type, fullName }: Document): boolean =>
  findComponent(org.draft, type.name, fullName) !== undefined;

/** Duplicates come back as DUPLICATE_VALUE (platform.md 2.7). */
const mustBeNew: Guard = (org, document) =>
  exists(org, document)
    ? {
        problem: `This ${document.type.name} already exists: ${document.fullName}. Use a different name.`,
        statusCode: 'DUPLICATE_VALUE',
      }
    : undefined;

const mustExist: Guard = (org, document) =>
  document.type.name === 'Settings' || exists(org, document)
    ? undefined
    : {
        problem: `In field: fullName - no ${document.type.name} named ${document.fullName} found`,
        statusCode: 'INVALID_CROSS_REFERENCE_KEY',
      };

/** Each record stands for itself: those without a refusal are saved, the others come back with it. */
const save =
  (guard: Guard | undefined, tellsCreated: boolean): Operation =>
  (org, { args, caller, apiVersion }) => {
    const records = findChildren(args, 'metadata');
    if (records.length > 10) return tooMany();
    return records.map((record) => {
      const context = createContext(org, caller, apiVersion);
      const document = readRecord(record, apiVersion);
      const fullName = childText(record, 'fullName') ?? '';
      if (!('type' in document)) return reportErrors(fullName, document, tellsCreated);
      const saved = guard?.(context, document) ?? saveDocument(context, document);
      if ('problem' in saved) return reportErrors(fullName, saved, tellsCreated);
      addDefaultPolicies(context);
      commitDraft(org.store, context.draft);
      return { ...(tellsCreated ? { created: saved.isCreated } : {}), fullName, success: true };
    });
  };

const readRecord = (record: XmlElement, apiVersion: number): Document | Refusal => {
  const written = (record.attributes['xsi:type'] ?? '').replace(/^.*:/, '');
  const type = findMetadataType(isSettings(written) ? 'Settings' : written);
  const fullName = childText(record, 'fullName');
  if (!type) return { problem: `Unknown type: ${written}`, statusCode: 'INVALID_TYPE' };
  if (!fullName) return { problem: 'Required field is missing: fullName', statusCode: 'REQUIRED_FIELD_MISSING' };
  const schema = findSchema(type, fullName);
  if (!schema) return { problem: `no ${type.name} named ${fullName} found`, statusCode: 'INVALID_CROSS_REFERENCE_KEY' };
  const outcome = readFieldsOf(record, schema, apiVersion);
  if ('problem' in outcome) return { problem: outcome.problem, statusCode: 'UNKNOWN_EXCEPTION' };
  return { type, schema, fullName, fields: outcome.fields };
};

const reportErrors = (fullName: string, { problem, statusCode }: Refusal, tellsCreated: boolean): XmlNode => ({
  ...(tellsCreated ? { created: false } : {}),
  errors: { message: problem, statusCode },
  fullName,
  success: false,
});

const tooMany = (): ReturnType<typeof createFault> =>
  createFault('EXCEEDED_ID_LIMIT', 'record limit reached. cannot submit more than 10 records into a single call');

export const createMetadata = save(mustBeNew, false);
export const updateMetadata = save(mustExist, false);
export const upsertMetadata = save(undefined, true);

export const deleteMetadata: Operation = (org, { args, caller, apiVersion }) => {
  const type = findMetadataType(childText(args, 'type') ?? '');
  if (!type) return createFault('INVALID_TYPE', `Unknown type:${childText(args, 'type') ?? ''}`);
  const names = findChildren(args, 'fullNames').map(({ text }) => text.trim());
  if (names.length > 10) return tooMany();
  return names.map((fullName) => {
    const context = createContext(org, caller, apiVersion);
    const deleted = deleteComponent(context, type, fullName);
    if ('problem' in deleted) return reportErrors(fullName, deleted, false);
    addDefaultPolicies(context);
    commitDraft(org.store, context.draft);
    return { fullName, success: true };
  });
};
