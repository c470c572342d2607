import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { json, type Answer, type OrgRequest } from './exchange.js';
import type { Fault, Faults } from './faults.js';

export type Server = { url: string; stop: () => Promise<void> };

type ServerOptions = {
  port: number;
  latencyMs: () => number;
  /** The org's clock: every answer carries its date (RFC 9110, 6.6.1). */
  now: () => Date;
  faults: Faults;
  requests: OrgRequest[];
  answer: (request: OrgRequest) => Promise<Answer>;
};

const readRequest = async (message: IncomingMessage): Promise<OrgRequest> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const [path = '/', query = ''] = (message.url ?? '/').split(/\?(.*)/s);
  return {
    method: message.method ?? 'GET',
    path: path.replace(/\/{2,}/g, '/'),
    query: new URLSearchParams(query),
    headers: message.headers,
    body: Buffer.concat(chunks),
  };
};

const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
  response.writeHead(status, headers);
  if (body instanceof Readable) body.pipe(response);
  else response.end(body);
};

/** Promises the whole body, sends half of it and hangs up. */
const sendHalf = (response: ServerResponse, answer: Answer): void => {
  const body = Buffer.from(typeof answer.body === 'string' || Buffer.isBuffer(answer.body) ? answer.body : '{"half":');
  response.writeHead(answer.status, { ...answer.headers, 'Content-Length': String(body.length + 1) });
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy());
};

/** True when the fault has dealt with the call. */
const applyFault = async (
  fault: Fault | undefined,
  response: ServerResponse,
  faults: Faults,
  answer: Answer,
): Promise<boolean> => {
  if (fault === undefined) return false;
  if (fault === 'delay') {
    await sleep(faults.delayMs);
    return false;
  }
  if (fault === 'hang') return true;
  if (fault === 'reset') response.socket?.resetAndDestroy();
  else if (fault === 'truncate') sendHalf(response, answer);
  else send(response, json(fault.status, fault.body ?? [], fault.headers));
  return true;
};

/** Listens on 127.0.0.1 only. */
export const startServer = async ({
  port,
  latencyMs,
  now,
  faults,
  requests,
  answer,
}: ServerOptions): Promise<Server> => {
  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message);
    response.setHeader('Date', now().toUTCString());
    const n = requests.push(request);
    if (latencyMs() > 0) await sleep(latencyMs());
    const before = await faults.onRequest?.(request, n);
    if (await applyFault(before, response, faults, json(200, { done: true }))) return;
    const result = await answer(request);
    const after = await faults.afterRequest?.(request, n, result);
    if (await applyFault(after, response, faults, result)) return;
    send(response, result);
  };

  const server = createServer((message, response) => {
    handle(message, response).catch((error: unknown) => {
      if (!response.destroyed) send(response, json(500, [{ errorCode: 'UNKNOWN_EXCEPTION', message: String(error) }]));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
