import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** A secret as it could be written: plain, in base64 at any of the three alignments, in hex. */
export const spellings = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('hex'),
  // Whole groups of three bytes, so that what stands around it makes no difference.
  ...[0, 1, 2].map((offset) => {
    const bytes = Buffer.from(secret).subarray(offset);
    return bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
  }),
];

/** Every file in a folder and below it. */
export const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Writes sf's log to its file; with `DEBUG` set it goes to standard output instead, and the file stays empty. */
export const tracing = { SF_LOG_LEVEL: 'trace', SF_DISABLE_LOG_FILE: 'false' };

/** Lets sf print its log, and oclif what it does. */
export const debugging = { SF_LOG_LEVEL: 'trace', DEBUG: '*' };

const requestsIn = (log: string): string[] =>
  log.split('\n').flatMap((line) => {
    const url = /"url":"([^"]+)"/.exec(line)?.[1];
    return url !== undefined && line.includes('"msg":"request"') ? [decodeURIComponent(url)] : [];
  });

/** The addresses in the log files of a home, at trace level: without them, that no secret is in a log says little. */
export const loggedRequests = async (home: string): Promise<string[]> => {
  const logs = (await filesBelow(home)).filter((file) => /[/\\]\.sf[/\\]sf-[^/\\]+\.log$/.test(file));
  return requestsIn((await Promise.all(logs.map((file) => readFile(file, 'utf8')))).join('\n'));
};

/** Arguments and environment of every process of this machine, for as long as the action runs. */
export const watchProcesses = async <T>(action: Promise<T>): Promise<{ result: T; seen: string }> => {
  const texts = new Set<string>();
  let running = true;
  const watch = (async (): Promise<void> => {
    while (running) {
      for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
        for (const what of ['cmdline', 'environ'])
          texts.add(await readFile(`/proc/${pid}/${what}`, 'utf8').catch(() => ''));
      }
      await setTimeout(100);
    }
  })();
  try {
    const result = await action;
    running = false;
    await watch;
    return { result, seen: [...texts].join('\n') };
  } finally {
    running = false;
  }
};
