import { Readable } from 'node:stream';
import { notFound, type Answer } from '../http/exchange.js';
import type { ApiCall, Route } from '../http/router.js';
import { sameId } from '../ids.js';
import { createViewer, openTable } from '../tables/open.js';

/** The CSV of one log file, streamed: real ones run into gigabytes. */
const download = ({ org, session, version, params }: ApiCall): Answer => {
  if (!openTable(org, createViewer(org, session.userId, version, 'data'), 'EventLogFile')) throw notFound();
  const file = org.state.eventLogFiles.find(({ row }) => sameId(row.Id, params.id ?? ''));
  if (!file) throw notFound();
  return { status: 200, headers: { 'Content-Type': 'text/csv' }, body: Readable.from(file.content()) };
};

export const eventLogRoutes: Array<Route<ApiCall>> = [
  { method: 'GET', path: '/sobjects/EventLogFile/:id/LogFile', since: 32, handle: download },
];
