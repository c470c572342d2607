import { readPackage } from '../deploy/index.js';
import { retrievePackage } from '../retrieve/index.js';
import { childText, findChild } from '../xml/index.js';
import { unknownId } from './deployOperations.js';
import { createFault } from './envelope.js';
import { createContext, type Operation } from './operation.js';

/** The manifest's version counts before the request's (platform.md 1.1: wildcards are supported). */
export const retrieve: Operation = async (org, { args, caller, apiVersion }) => {
  const request = findChild(args, 'retrieveRequest') ?? findChild(args, 'request');
  const unpackaged = findChild(request, 'unpackaged');
  const manifest = unpackaged ? readPackage(unpackaged) : { version: NaN, members: [] };
  if ('problem' in manifest) return createFault('INVALID_OPERATION', manifest.problem);
  const asked = Number.isNaN(manifest.version) ? Number(childText(request, 'apiVersion') ?? NaN) : manifest.version;
  const context = createContext(org, caller, Number.isNaN(asked) ? apiVersion : asked);
  const retrieval = await retrievePackage(context, manifest, childText(request, 'singlePackage') === 'true');
  return org.retrieves.start(org.directory.newId('09S'), retrieval);
};

export const checkRetrieveStatus: Operation = (org, { args }) => {
  const id = childText(args, 'asyncProcessId') ?? childText(args, 'id') ?? '';
  return org.retrieves.poll(id, childText(args, 'includeZip') !== 'false') ?? unknownId();
};
