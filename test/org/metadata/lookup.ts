import type { Component, Fields, FieldValue, MetadataStore } from './types.js';

export const findComponents = (store: MetadataStore, type: string): Component[] =>
  store.components.filter((component) => component.type === type);

export const findComponent = (store: MetadataStore, type: string, fullName: string): Component | undefined =>
  store.components.find((component) => component.type === type && component.fullName === fullName);

/** The records of an External Client App besides its header: their names follow no rule (platform.md 2.7), their parent element does. */
export const findFamily = (store: MetadataStore, app: string, type: string): Component | undefined =>
  store.components.find(
    (component) => component.type === type && readText(component.fields, 'externalClientApplication') === app,
  );

export const readText = (fields: Fields, element: string): string | undefined => {
  const value = fields[element];
  return typeof value === 'string' ? value : undefined;
};

export const readFlag = (fields: Fields, element: string): boolean => readText(fields, element) === 'true';

export const readFields = (fields: Fields, element: string): Fields | undefined => {
  const value = fields[element];
  return typeof value === 'object' && !Array.isArray(value) ? value : undefined;
};

/** A repeated element is a list in the store; one occurrence may be kept bare. */
export const readList = (fields: Fields, element: string): Array<string | Fields> => listOf(fields[element]);

export const readTexts = (fields: Fields, element: string): string[] =>
  readList(fields, element).filter((value) => typeof value === 'string');

const listOf = (value: FieldValue | undefined): Array<string | Fields> => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};
