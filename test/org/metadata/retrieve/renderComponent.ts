import { findBehaviour, type OrgContext } from '../rules/index.js';
import { type ComplexType, findMetadataType, findSchema } from '../schema/index.js';
import type { Component, Fields, FieldValue } from '../types.js';
import { writeDocument } from '../xml/index.js';

/** A component as it comes back: elements in the schema's order, none that the asked version does not know. */
export const renderFields = (component: Component, org: OrgContext): { name: string; fields: Fields } => {
  const type = findMetadataType(component.type);
  const schema = type && findSchema(type, component.fullName);
  const fields = findBehaviour(component.type).render?.(component, org) ?? component.fields;
  return schema
    ? { name: schema.name, fields: arrange(fields, schema, org.apiVersion) }
    : { name: component.type, fields };
};

export const renderXml = (component: Component, org: OrgContext): string => {
  const { name, fields } = renderFields(component, org);
  return writeDocument(name, fields);
};

const arrange = (fields: Fields, schema: ComplexType, apiVersion: number): Fields => {
  if (schema.isOpen) {
    const { content: _content, ...open } = fields;
    return open;
  }
  const arranged: Fields = {};
  for (const [name, element] of Object.entries(schema.elements)) {
    const value = fields[name];
    if (value === undefined || value === '' || apiVersion < element.since || apiVersion >= element.until) continue;
    arranged[name] = element.type ? arrangeNested(value, element.type, apiVersion) : value;
  }
  return arranged;
};

const arrangeNested = (value: FieldValue, type: ComplexType, apiVersion: number): FieldValue => {
  if (Array.isArray(value)) {
    return value.map((item) => (typeof item === 'string' ? item : arrange(item, type, apiVersion)));
  }
  return typeof value === 'string' ? value : arrange(value, type, apiVersion);
};
