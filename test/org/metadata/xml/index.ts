export * from './parseXml.js';
export * from './writeXml.js';
