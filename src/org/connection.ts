import type { Connection } from '@salesforce/core';

/** What the rest of the plugin calls a signed-in org; only this folder knows the class behind it. */
export type OrgConnection = Connection;

/** Counts the HTTP requests of a connection from now on, SOAP and REST alike: Salesforce meters them. */
export type CallCounter = { readonly count: number };

const counters = new WeakMap<OrgConnection, Array<{ count: number }>>();

/** Counts a request that is made with the connection's session but not through its transport. */
export const countCall = (connection: OrgConnection): void => {
  for (const counter of counters.get(connection) ?? []) counter.count += 1;
};

/**
 * Puts a counter in front of the connection's transport.
 * @returns the counter; it runs for as long as the connection is used
 */
export const countCalls = (connection: OrgConnection): CallCounter => {
  const counter = { count: 0 };
  counters.set(connection, [...(counters.get(connection) ?? []), counter]);
  const transport = connection._transport;
  const send = transport.httpRequest.bind(transport);
  transport.httpRequest = (request, options) => {
    counter.count += 1;
    return send(request, options);
  };
  return counter;
};

/** The org's 18-character id; every sign-in of `sf` records it. */
export const orgIdOf = (connection: OrgConnection): string => {
  const { orgId } = connection.getAuthInfoFields();
  if (!orgId) throw new Error('The sign-in has no organization id.');
  return orgId;
};

/** Ids come with 15 or 18 characters for one record (platform.md 4.4): the first 15 decide. */
export const sameId = (a: string, b: string): boolean => a.slice(0, 15) === b.slice(0, 15);
