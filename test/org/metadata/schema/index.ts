export { findMissing } from './findMissing.js';
export { findMetadataType, findSchema, type MetadataType, metadataTypes } from './metadataTypes.js';
export { type DocumentProblem, readFieldsOf } from './readFields.js';
export type { ComplexType, ElementSchema } from './schema.js';
export { apiAccessControlElements, settingsTypes } from './settings.js';
