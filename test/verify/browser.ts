import { createServer, type AddressInfo } from 'node:net';
import { person } from './support.js';

/** A port that is free now. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  await new Promise((settle) => server.close(settle));
  return port;
};

/** What a browser does with the approval page, without one: opens it, posts its form, and says where it is sent. */
export const approve = async (url: string, { username = person, decision = 'allow' } = {}): Promise<string> => {
  const page = (await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '';
  const form = new URLSearchParams({ username, decision });
  const answer = await fetch(page, { method: 'POST', body: form, redirect: 'manual' });
  return answer.headers.get('location') ?? '';
};
