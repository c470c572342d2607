import { describeJob, findOptionProblem, readDeployOptions } from '../deploy/index.js';
import { childText, findChild, type XmlElement, type XmlNode } from '../xml/index.js';
import { createFault } from './envelope.js';
import type { Operation } from './operation.js';

export const deploy: Operation = async (org, { args, caller }) => {
  const options = readDeployOptions(readOptions(findChild(args, 'DeployOptions')), org.directory.isSandbox);
  const problem = findOptionProblem(options);
  if (problem) return createFault('INVALID_OPERATION', problem);
  const zip = Buffer.from(childText(args, 'ZipFile') ?? '', 'base64');
  const job = await org.deploys.start(zip, options, caller);
  return { done: false, id: job.id, state: 'Queued' };
};

export const checkDeployStatus: Operation = (org, { args }) => {
  const job = org.deploys.poll(childText(args, 'asyncProcessId') ?? '');
  if (!job) return unknownId();
  return describeJob(job, childText(args, 'includeDetails') === 'true') as XmlNode;
};

export const cancelDeploy: Operation = (org, { args, caller }) => {
  const id = childText(args, 'String') ?? childText(args, 'id') ?? childText(args, 'asyncProcessId') ?? '';
  const job = org.deploys.cancel(id, caller);
  if (!job) return unknownId();
  if (job === 'done') return createFault('INVALID_ID_FIELD', 'Deployment already completed');
  return { done: job.status === 'Canceled', id: job.id };
};

const readOptions = (element: XmlElement | undefined): Record<string, unknown> => {
  const options: Record<string, unknown> = {};
  for (const child of element?.children ?? []) {
    const value = child.text.trim();
    options[child.name] = child.name === 'runTests' ? [options.runTests ?? [], value].flat() : value;
  }
  return options;
};

export const unknownId = (): ReturnType<typeof createFault> =>
  createFault('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
