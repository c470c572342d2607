/** The metadata half of the loopback org: deploy, retrieve, list, read and the CRUD calls, over one shared store. */
export type { MetadataApi, MetadataOptions, RestAnswer } from './api.js';
export type * from './types.js';
export { createMetadataApi } from './createMetadataApi.js';
export { installDocument } from './installDocument.js';
export {
  findComponent,
  findComponents,
  findFamily,
  readFields,
  readFlag,
  readList,
  readText,
  readTexts,
} from './lookup.js';
/** Rotation without overlap, and the making of keys, as the credentials API needs them too. */
export { readSettings } from './settings.js';
