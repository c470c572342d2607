import type { ClientApp } from '../app/clientApp.js';
import { callbackKind } from '../app/callbackUrls.js';

/** What a program falls back to when its environment does not say; empty where only the environment can. */
export type StarterDefaults = {
  instanceUrl: string;
  /** Audience of an assertion. */
  loginUrl: string;
  username: string;
  callbackUrl: string;
  query: string;
};

/** The org that the program is for, as far as it is known. */
export type StarterOrg = { instanceUrl: string; loginUrl: string };

/** A program can wait for the browser on its own machine only. */
const callbackOf = ({ callbackUrls }: ClientApp): string =>
  callbackUrls.find((url) => callbackKind(url) === 'loopback') ?? callbackUrls[0] ?? '';

/** Something that the app may read. */
const queryOf = ({ permissions }: ClientApp): string => {
  const [object] = Object.entries(permissions.objects).find(([, accesses]) => accesses.includes('read')) ?? [];
  return object === undefined ? 'SELECT Id, Name FROM Organization' : `SELECT Id FROM ${object} LIMIT 5`;
};

export const defaultsOf = (app: ClientApp, org?: StarterOrg): StarterDefaults => ({
  instanceUrl: org?.instanceUrl ?? '',
  loginUrl: org?.loginUrl ?? 'https://login.salesforce.com',
  username: app.identity.user ?? '',
  callbackUrl: callbackOf(app),
  query: queryOf(app),
});

/** Sandboxes and scratch orgs have a login host of their own (platform.md 8.15). */
export const starterOrg = (instanceUrl: string): StarterOrg => {
  const { origin, hostname } = new URL(instanceUrl);
  const isSandbox = /\.(sandbox|scratch)\.my\.salesforce\.com$/i.test(hostname);
  return { instanceUrl: origin, loginUrl: `https://${isSandbox ? 'test' : 'login'}.salesforce.com` };
};
