import type { MetadataOptions } from '../api.js';
import type { ComplexType, MetadataType } from '../schema/index.js';
import type { Caller, Component, Fields, MetadataStore, OrgDirectory } from '../types.js';

/** One component as a caller wants it. */
export type Document = { type: MetadataType; schema: ComplexType; fullName: string; fields: Fields };

/** The organisation as one call sees it. The store is a draft: what fails leaves no trace in the real one. */
export type OrgContext = {
  draft: MetadataStore;
  directory: OrgDirectory;
  options: MetadataOptions;
  caller: Caller;
  apiVersion: number;
  /** A package installation may still create connected apps (platform.md 3.1). */
  isInstall: boolean;
};

export type Change = { org: OrgContext; document: Document; existing: Component | undefined; id: string };

export type Refusal = { problem: string; statusCode: string };

/** A rule looks at one change and refuses it or has nothing to say. The first refusal is the one reported. */
export type Rule = (change: Change) => Refusal | undefined;

/** What one type does beyond having a schema. */
export type Behaviour = {
  rules: readonly Rule[];
  /** The record that a document addresses; by type and full name unless said. */
  find?: (org: OrgContext, document: Document) => Component | undefined;
  /** What the organisation keeps of the document. May add consumers to the draft. */
  keep?: (change: Change) => Fields;
  /** Said although the change is made; a deploy without ignoreWarnings fails on it. */
  warn?: (change: Change) => string[];
  /** How the component is retrieved. */
  render?: (component: Component, org: OrgContext) => Fields;
  /** What goes with the component when it is deleted. */
  remove?: (component: Component, org: OrgContext) => void;
};

export const refuse = (problem: string, statusCode = 'FIELD_INTEGRITY_EXCEPTION'): Refusal => ({ problem, statusCode });

/** The platform's sentence for a reference to something that is not there. */
export const refuseReference = (field: string, type: string, name: string): Refusal =>
  refuse(`In field: ${field} - no ${type} named ${name} found`, 'INVALID_CROSS_REFERENCE_KEY');

export const findRefusal = (rules: readonly Rule[], change: Change): Refusal | undefined => {
  for (const rule of rules) {
    const refusal = rule(change);
    if (refusal) return refusal;
  }
  return undefined;
};
