import type { XmlNode } from '../xml/index.js';
import type { Retrieval } from './retrievePackage.js';

export type RetrieveJobs = {
  start: (id: string, retrieval: Retrieval) => XmlNode;
  poll: (id: string, includeZip: boolean) => XmlNode | undefined;
};

/** A retrieve is made at once and handed over after the polls that a real one takes. */
export const createRetrieveJobs = (pollsUntilDone: number): RetrieveJobs => {
  const jobs = new Map<string, { retrieval: Retrieval; polls: number }>();
  return {
    start: (id, retrieval) => {
      jobs.set(id, { retrieval, polls: 0 });
      return { done: false, id, state: 'Queued' };
    },
    poll: (id, includeZip) => {
      const job = jobs.get(id);
      if (!job) return undefined;
      job.polls += 1;
      if (job.polls <= pollsUntilDone) return { done: false, id, status: 'InProgress', success: false };
      const { fileProperties, messages, zip } = job.retrieval;
      const zipFile = includeZip ? { zipFile: zip } : {};
      return { done: true, fileProperties, id, messages, status: 'Succeeded', success: true, ...zipFile };
    },
  };
};
