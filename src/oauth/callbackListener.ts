import { createServer, type Server } from 'node:http';
import { ApprovalError } from './approvalError.js';

/** What the person sees; nothing of the address comes back in it. */
const page = (text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>sf clientapp</title><p>${text}</p></html>`;

const done = page('The Salesforce CLI has its answer. You can close this page.');
const strange = page('This is not the answer that the Salesforce CLI waits for.');

/** `localhost` is two addresses, and a browser may take either. */
const addressesOf = (hostname: string): string[] =>
  hostname === 'localhost' ? ['127.0.0.1', '::1'] : [hostname.replace(/^\[|\]$/g, '')];

const listen = (server: Server, port: number, host: string): Promise<boolean> =>
  new Promise((settle, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      // A machine without IPv6 has no ::1 to listen on.
      if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') settle(false);
      else if (error.code === 'EADDRINUSE') fail(new ApprovalError('port-in-use', `port ${port} is in use`));
      else fail(new ApprovalError('port-unusable', `port ${port} can't be listened on (${error.code ?? 'unknown'})`));
    });
    server.listen(port, host, () => settle(true));
  });

export type CallbackListener = {
  /** The address that the browser ended at. */
  answered: Promise<URL>;
  close: () => void;
};

/**
 * Listens where a loopback callback points, for one answer. What does not belong to this authorization is turned away
 * and ends the wait: somebody may be trying to slip in an answer of their own.
 * @param belongs tells whether the address is the answer that is waited for
 * @throws ApprovalError `port-in-use`
 */
export const listenForCallback = async (
  callbackUrl: string,
  belongs: (answered: URL) => boolean,
): Promise<CallbackListener> => {
  const { hostname, port, pathname } = new URL(callbackUrl);
  const servers: Server[] = [];
  const close = (): void => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  let settle: (answered: URL) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const answered = new Promise<URL>((resolve, reject) => ([settle, fail] = [resolve, reject]));
  // Nobody may be waiting yet when it fails.
  answered.catch(() => undefined);
  for (const host of addressesOf(hostname)) {
    const server = createServer((request, response) => {
      const at = new URL(request.url ?? '/', callbackUrl);
      const isAnswer = request.method === 'GET' && at.pathname === pathname && at.search !== '';
      const isOurs = isAnswer && belongs(at);
      const status = isOurs ? 200 : isAnswer ? 400 : 404;
      response.writeHead(status, { 'Content-Type': 'text/html', 'Cache-Control': 'no-store', Connection: 'close' });
      response.end(isOurs ? done : strange, () => {
        if (isOurs) settle(at);
        else if (isAnswer) fail(new ApprovalError('state-mismatch', 'an answer came whose state is not ours'));
      });
    });
    servers.push(server);
    try {
      await listen(server, Number(port || 80), host);
    } catch (error) {
      close();
      throw error;
    }
  }
  return { answered, close };
};
