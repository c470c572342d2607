import { isDeepStrictEqual } from 'node:util';
import { findComponent } from '../lookup.js';
import { findMissing } from '../schema/index.js';
import type { Component } from '../types.js';
import { findBehaviour } from './behaviours.js';
import { type Change, type Document, findRefusal, type OrgContext, type Refusal, refuse, type Rule } from './change.js';
import { putComponent, removeComponent } from './draft.js';
import { mayChange } from './permissions.js';

export type Saved = { component: Component; isCreated: boolean; isChanged: boolean; warnings: string[] };

const typeIsKnown: Rule = ({ document, org }) =>
  document.type.since > org.apiVersion
    ? refuse('Not available for deploy for this API version', 'INVALID_TYPE')
    : undefined;

const requiredIsThere: Rule = ({ document }) => {
  const missing = findMissing(document.fields, document.schema);
  return missing ? refuse(`Required field is missing: ${missing}`, 'REQUIRED_FIELD_MISSING') : undefined;
};

const callerMayChange: Rule = ({ document, org }) =>
  mayChange(org.caller, document.type)
    ? undefined
    : refuse('INSUFFICIENT_ACCESS: insufficient access rights on object id', 'INSUFFICIENT_ACCESS');

/** Looks for a reason to refuse, and otherwise makes the change in the draft. */
export const saveDocument = (org: OrgContext, document: Document): Saved | Refusal => {
  const behaviour = findBehaviour(document.type.name);
  const existing = behaviour.find?.(org, document) ?? findComponent(org.draft, document.type.name, document.fullName);
  const change: Change = { org, document, existing, id: existing?.id ?? org.directory.newId(document.type.idPrefix) };
  const refusal = findRefusal([typeIsKnown, callerMayChange, requiredIsThere, ...behaviour.rules], change);
  if (refusal) return refusal;
  const warnings = behaviour.warn?.(change) ?? [];
  const component = createRecord(change, behaviour.keep?.(change) ?? document.fields);
  putComponent(org.draft, component);
  return { component, warnings, isCreated: !existing, isChanged: component !== existing };
};

/** A record that comes out as it was is left alone, dates and all. */
const createRecord = ({ org, document, existing, id }: Change, fields: Component['fields']): Component => {
  if (existing && isDeepStrictEqual(existing.fields, fields)) return existing;
  const now = org.directory.now();
  const born = existing ?? {
    type: document.type.name,
    fullName: document.fullName,
    id,
    createdById: org.caller.userId,
    createdDate: now,
  };
  return { ...born, fields, lastModifiedById: org.caller.userId, lastModifiedDate: now };
};

/** Deletes by name; a name that is not there is a refusal with the platform's sentence. */
export const deleteComponent = (org: OrgContext, type: Document['type'], fullName: string): Component | Refusal => {
  const component = findComponent(org.draft, type.name, fullName);
  if (!component) return refuse(`No ${type.name} named: ${fullName} found`, 'INVALID_CROSS_REFERENCE_KEY');
  if (!mayChange(org.caller, type)) {
    return refuse('INSUFFICIENT_ACCESS: insufficient access rights on object id', 'INSUFFICIENT_ACCESS');
  }
  findBehaviour(type.name).remove?.(component, org);
  removeComponent(org.draft, component);
  return component;
};
