import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SfError } from '@salesforce/core/sfError';
import type { ConfigChecks } from '../audit/config.js';
import { readFileIfAny } from '../secrets/atomicFile.js';
import type { ReviewRecord } from './record.js';
import { withWaiver, type NewWaiver } from './waiverText.js';
import { moveOver } from '../secrets/moveOver.js';

/** Where waivers are kept, and what they are checked against. */
export type WaiverPlace = { path: string; name: string; checks: ConfigChecks };

export const newWaivers = ({ items }: ReviewRecord): NewWaiver[] =>
  items.flatMap(({ waivable, decided }) =>
    waivable && decided.decision === 'waive'
      ? [{ ...waivable, owner: decided.owner, reason: decided.reason, expires: decided.expires }]
      : [],
  );

const refused = (name: string, why: string): SfError =>
  new SfError(`The waivers could not be written into ${name}: ${why}`, 'WaiverRefusedError', [
    'Correct the file, or write the waivers by hand. Nothing was written.',
  ]);

/**
 * The audit config with these waivers, when it says afterwards what was asked.
 * @throws WaiverRefusedError
 */
export const planWaivers = async (
  { path, name, checks }: WaiverPlace,
  waivers: readonly NewWaiver[],
): Promise<string | undefined> => {
  if (waivers.length === 0) return undefined;
  const before = (await readFileIfAny(path)) ?? '';
  const text = waivers.reduce(withWaiver, before);
  const { readConfig } = await import('../audit/config.js');
  const [old, read] = [readConfig(before, name, checks), readConfig(text, name, checks)];
  if ('problems' in read) {
    const [first] = read.problems;
    throw refused(name, `line ${first?.line}: ${first?.message}`);
  }
  const isThere = ({ rule, fingerprint, owner, reason, expires }: NewWaiver): boolean =>
    read.config.waivers.some(
      (one) =>
        one.rule === rule &&
        one.fingerprint === fingerprint &&
        one.owner === owner &&
        one.reason === reason &&
        one.expires === expires,
    );
  const kept = 'config' in old ? old.config.waivers.length : 0;
  if (!waivers.every(isThere) || read.config.waivers.length < kept) throw refused(name, 'they would not be read back');
  return text;
};

/** Old text or new text, whenever the process dies. */
export const writeWaivers = async ({ path }: WaiverPlace, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const mode = await stat(path).then(
    (found) => found.mode,
    () => 0o644,
  );
  await writeFile(`${path}.new`, text, { mode });
  await moveOver(`${path}.new`, path);
};
