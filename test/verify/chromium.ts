import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** The browser of this machine, or undefined when there is none. */
export const chromium = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });

/** The address at which the browser takes commands (Chrome DevTools Protocol); it says so on its error output. */
const endpointOf = (child: ChildProcess): Promise<string> =>
  new Promise((settle, fail) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [, port] = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(text) ?? [];
      if (port !== undefined) settle(`http://127.0.0.1:${port}`);
    });
    child.once('exit', () => fail(new Error(`Chromium ended: ${text.slice(-500)}`)));
  });

type Evaluate = (expression: string) => Promise<string>;

/** Runs JavaScript in the page that is open. */
const connect = async (endpoint: string): Promise<{ evaluate: Evaluate; close: () => void }> => {
  const targets = (await (await fetch(`${endpoint}/json`)).json()) as Array<{
    type: string;
    webSocketDebuggerUrl: string;
  }>;
  const page = targets.find(({ type }) => type === 'page');
  const socket = new WebSocket(page?.webSocketDebuggerUrl ?? '');
  await new Promise((settle) => socket.addEventListener('open', settle, { once: true }));
  let id = 0;
  const evaluate: Evaluate = (expression) =>
    new Promise((settle) => {
      const own = (id += 1);
      const listen = ({ data }: MessageEvent): void => {
        const message = JSON.parse(String(data)) as { id?: number; result?: { result?: { value?: unknown } } };
        if (message.id !== own) return;
        socket.removeEventListener('message', listen);
        const value = message.result?.result?.value;
        settle(typeof value === 'string' ? value : '');
      };
      socket.addEventListener('message', listen);
      socket.send(JSON.stringify({ id: own, method: 'Runtime.evaluate', params: { expression } }));
    });
  return { evaluate, close: () => socket.close() };
};

const until = async (evaluate: Evaluate, expression: string): Promise<void> => {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await evaluate(expression)) === 'true') return;
    await setTimeout(100);
  }
  throw new Error(`The browser never came to: ${expression}; it is at ${await evaluate('location.href')}`);
};

/** Opens the address in a headless browser, fills in the approval page, allows, and waits for the last page. */
export const approveInChromium = async (program: string, url: string, username: string): Promise<void> => {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  // Without the sandbox, which root and containers do not get: the only pages are our own.
  const options = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0'];
  const child = spawn(program, [...options, `--user-data-dir=${profile}`, url], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const { evaluate, close } = await connect(await endpointOf(child));
    await until(evaluate, `String(document.querySelector('input[name=username]') !== null)`);
    await evaluate(`document.querySelector('input[name=username]').value = ${JSON.stringify(username)}`);
    await evaluate(`document.querySelector('button[value=allow]').click()`);
    await until(evaluate, `String(document.body.innerText.includes('You can close this page'))`);
    close();
  } finally {
    if (child.exitCode === null) {
      child.kill();
      await once(child, 'exit');
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
};
