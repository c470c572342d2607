import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chained, noEntry, type CaseEvent } from './caseChain.js';

/** Where it is written down what was done; `close` gives what proves that nothing is missing. */
export type CaseLog = {
  file: string;
  note: (event: CaseEvent) => Promise<void>;
  close: () => Promise<{ file: string; entries: number; digest: string }>;
};

/** A folder made for case files is ignored by git: they name users and apps of an incident. One that was there is left as it is. */
const prepareFolder = async (folder: string): Promise<void> => {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
};

/** Starts a new case file, readable by its owner alone. */
export const openCaseLog = async (folder: string, orgId: string, now = new Date()): Promise<CaseLog> => {
  await prepareFolder(folder);
  const stamp = now.toISOString().replace(/[:.]/g, '-');
  const file = join(folder, `revoke-${orgId.slice(0, 15)}-${stamp}-${process.pid}.jsonl`);
  const handle = await open(file, 'ax', 0o600);
  let [seq, prev] = [0, noEntry];
  // Several acts end at once, and each line has to follow the one before it.
  let written: Promise<void> = Promise.resolve();
  return {
    file,
    note: (event) => {
      const entry = chained(event, seq, new Date(), prev);
      seq += 1;
      prev = entry.hash;
      written = written.then(() => handle.appendFile(`${JSON.stringify(entry)}\n`, 'utf8'));
      return written;
    },
    close: async () => {
      try {
        await written;
        await handle.sync();
      } finally {
        await handle.close();
      }
      return { file, entries: seq, digest: prev };
    },
  };
};
