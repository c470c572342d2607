export { findBehaviour } from './behaviours.js';
export type { Document, OrgContext, Refusal } from './change.js';
export { commitDraft, createDraft } from './draft.js';
export { mayUseMetadata, mayView } from './permissions.js';
export { addDefaultPolicies } from './policies.js';
export { deleteComponent, saveDocument } from './saveDocument.js';
