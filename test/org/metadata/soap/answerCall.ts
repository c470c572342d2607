import type { SoapAnswer } from '../api.js';
import { mayUseMetadata } from '../rules/index.js';
import type { Caller } from '../types.js';
import { metadataNamespace } from '../xml/index.js';
import { cancelDeploy, checkDeployStatus, deploy } from './deployOperations.js';
import { createFault, type Fault, readCall, writeFault, writeResponse } from './envelope.js';
import { isFault, type Operation, type Org } from './operation.js';
import { describeMetadata, listMetadata, readMetadata } from './readOperations.js';
import { checkRetrieveStatus, retrieve } from './retrieveOperations.js';
import { createMetadata, deleteMetadata, updateMetadata, upsertMetadata } from './saveOperations.js';

const operations: Record<string, Operation> = {
  cancelDeploy,
  checkDeployStatus,
  checkRetrieveStatus,
  createMetadata,
  deleteMetadata,
  deploy,
  describeMetadata,
  listMetadata,
  readMetadata,
  retrieve,
  updateMetadata,
  upsertMetadata,
};

export const accessFault: Fault = createFault(
  'INSUFFICIENT_ACCESS',
  'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
);

/** `/services/Soap/m/66.0`, also with the organisation's id or a doubled slash around it. */
export const answerCall = async (org: Org, path: string, body: string, caller: Caller): Promise<SoapAnswer> => {
  const apiVersion = Number(/\/Soap\/m\/(\d+\.\d)/.exec(path)?.[1] ?? NaN);
  if (Number.isNaN(apiVersion)) {
    return writeFault(createFault('UNSUPPORTED_API_VERSION', 'Invalid Api version specified on URL'));
  }
  const read = readCall(body);
  if (isFault(read)) return writeFault(read);
  const { call, header } = read;
  const operation = operations[call.name];
  if (!operation || call.uri !== metadataNamespace) {
    return writeFault({
      fault: 'soapenv:Client',
      message: `No operation available for request {${call.uri}}${call.name}`,
    });
  }
  if (!mayUseMetadata(caller)) return writeFault(accessFault);
  const result = await operation(org, { args: call, header, apiVersion, caller });
  return isFault(result) ? writeFault(result) : writeResponse(call.name, result);
};
