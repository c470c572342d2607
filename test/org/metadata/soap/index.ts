export { accessFault, answerCall } from './answerCall.js';
export type { Org } from './operation.js';
