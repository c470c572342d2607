import { findComponent, readList, readText } from '../lookup.js';
import type { Component } from '../types.js';
import {
  type Behaviour,
  type Change,
  type Document,
  type OrgContext,
  refuse,
  refuseReference,
  type Rule,
} from './change.js';
import { refuseAddressRange } from './values.js';

/** What every member of an External Client App's family obeys. */
export const parentName = (document: Document): string => readText(document.fields, 'externalClientApplication') ?? '';

export const findParent = ({ document, org }: Change): Component | undefined =>
  findComponent(org.draft, 'ExternalClientApplication', parentName(document));

/** The text of platform.md 2.7, also for files whose parent element stood out of order and was dropped. */
const parentIsNamed: Rule = ({ document }) =>
  parentName(document) === ''
    ? refuse('Enter the name of the parent external client app', 'REQUIRED_FIELD_MISSING')
    : undefined;

const parentExists: Rule = (change) => {
  if (findParent(change)) return undefined;
  const { problem, statusCode } = refuseReference(
    'externalClientApplication',
    'ExternalClientApplication',
    parentName(change.document),
  );
  return refuse(`${statusCode}: ${problem}`, statusCode);
};

const parentStays: Rule = ({ document, existing }) =>
  existing && readText(existing.fields, 'externalClientApplication') !== parentName(document)
    ? refuse(
        `The name ${document.fullName} is already used by another external client app.`,
        'DUPLICATE_DEVELOPER_NAME',
      )
    : undefined;

/** One record of a type belongs to an app; a second comes back as a duplicate (platform.md 2.7). */
const isOnlyOne: Rule = ({ document, existing, org }) => {
  const other = org.draft.components.find(
    (component) =>
      component.type === document.type.name &&
      component.id !== existing?.id &&
      readText(component.fields, 'externalClientApplication') === parentName(document),
  );
  return other
    ? refuse(
        `duplicate value found: ExternalClientApplicationId duplicates value on record with id: ${other.id}`,
        'DUPLICATE_VALUE',
      )
    : undefined;
};

export const familyRules: readonly Rule[] = [parentIsNamed, parentExists, parentStays, isOnlyOne];

/** Lists hold at most 128 entries (platform.md 2.3, 2.5). */
export const limitList =
  (element: string): Rule =>
  ({ document }) =>
    readList(document.fields, element).length > 128 ? refuse(`You can specify at most 128 ${element}.`) : undefined;

export const readRanges =
  (element: string): Rule =>
  ({ document }) => {
    for (const range of readList(document.fields, element)) {
      if (typeof range === 'string') continue;
      const refusal = refuseAddressRange(
        readText(range, 'startIpAddress') ?? '',
        readText(range, 'endIpAddress') ?? '',
      );
      if (refusal) return refusal;
    }
    return undefined;
  };

/** The types that have no rules of their own. */
export const familyMember: Behaviour = {
  rules: [...familyRules, limitList('tokenIpRanges'), readRanges('tokenIpRanges'), limitList('customAttributes')],
};

export const findByParent =
  (type: string) =>
  (org: OrgContext, document: Document): Component | undefined =>
    org.draft.components.find(
      (component) =>
        component.type === type && readText(component.fields, 'externalClientApplication') === parentName(document),
    ) ?? findComponent(org.draft, type, document.fullName);
