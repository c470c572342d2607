import { readDocument } from './deploy/index.js';
import { addDefaultPolicies, commitDraft, createDraft, type OrgContext, saveDocument } from './rules/index.js';
import { findMetadataType } from './schema/index.js';
import type { Component, MetadataStore, OrgDirectory } from './types.js';

export type Installed = { type: string; fullName: string; xml: string; namespacePrefix?: string; createdById?: string };

/**
 * Puts a component where a package installation or an older admin left it: connected apps may be created this way
 * (platform.md 3.1), all other rules hold. Throws with the organisation's own text when a document breaks one.
 */
export const installDocument = (store: MetadataStore, directory: OrgDirectory, document: Installed): Component => {
  const type = findMetadataType(document.type);
  if (!type) throw new Error(`Unknown type: ${document.type}`);
  const org: OrgContext = {
    draft: createDraft(store),
    directory,
    options: {},
    caller: {
      userId: document.createdById ?? '005000000000001AAA',
      permissions: new Set(['ExternalClientAppDeveloper']),
    },
    apiVersion: 67,
    isInstall: true,
  };
  const { fullName, xml, namespacePrefix } = document;
  const read = readDocument({ path: fullName, type, fullName, xml }, org.apiVersion);
  if ('problem' in read) throw new Error(read.problem);
  const saved = saveDocument(org, read);
  if ('problem' in saved) throw new Error(saved.problem);
  const component: Component = { ...saved.component, ...(namespacePrefix ? { namespacePrefix } : {}) };
  org.draft.components = org.draft.components.map((other) => (other.id === component.id ? component : other));
  addDefaultPolicies(org);
  commitDraft(store, org.draft);
  return component;
};
