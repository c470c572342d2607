export { findMissing } from './findMissing.js';
export { findMetadataType, findSchema, type MetadataType, metadataTypes } from './metadataTypes.js';
export { readFieldsOf } from './readFields.js';
export type { ComplexType } from './schema.js';
export { apiAccessControlElements, settingsTypes } from './settings.js';
