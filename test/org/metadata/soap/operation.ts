import type { MetadataOptions } from '../api.js';
import type { DeployJobs } from '../deploy/index.js';
import type { RetrieveJobs } from '../retrieve/index.js';
import { createDraft, type OrgContext } from '../rules/index.js';
import type { Caller, MetadataStore, OrgDirectory } from '../types.js';
import type { XmlElement, XmlValue } from '../xml/index.js';
import type { Fault } from './envelope.js';

/** The organisation for as long as the server runs. */
export type Org = {
  store: MetadataStore;
  directory: OrgDirectory;
  options: MetadataOptions;
  deploys: DeployJobs;
  retrieves: RetrieveJobs;
};

type Call = { args: XmlElement; header: XmlElement | undefined; apiVersion: number; caller: Caller };

export type Operation = (org: Org, call: Call) => XmlValue | Fault | Promise<XmlValue | Fault>;

export const createContext = (org: Org, caller: Caller, apiVersion: number): OrgContext => ({
  draft: createDraft(org.store),
  directory: org.directory,
  options: org.options,
  caller,
  apiVersion,
  isInstall: false,
});

export const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'fault' in value && 'message' in value;
