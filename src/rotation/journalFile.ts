import { ConfigFile } from '@salesforce/core';
import { SfError } from '@salesforce/core/sfError';
import { z } from 'zod';
import { readFileIfAny, writeFileAtomically } from '../secrets/atomicFile.js';
import { parseJson } from '../secrets/parseJson.js';
import type { AnyRotation } from './anyRotation.js';
import { certificateEntry } from './certificate/entry.js';
import { guidedEntry } from './guided/entry.js';
import { rotationStages } from './types.js';

const fileName = 'clientapp-rotations.json';
const version = 1;

const anyVersion = z.looseObject({ version: z.int().positive() });
const entry = z.strictObject({ sealed: z.string() });
const thisVersion = z.object({ version: z.literal(version) }).catchall(entry);

type Entry = z.output<typeof entry>;
type Contents = { version: typeof version; [id: string]: Entry | typeof version };

const act = z.enum(['stage', 'promote', 'retire', 'withdraw']);
const secretEntry = z.strictObject({
  kind: z.literal('secret').optional(),
  id: z.string(),
  app: z.string(),
  orgId: z.string(),
  org: z.string(),
  by: z.string(),
  store: z.string(),
  stage: z.enum(rotationStages),
  appId: z.string(),
  consumerId: z.string(),
  userId: z.string(),
  oldKey: z.string(),
  newKey: z.string().optional(),
  stagedId: z.string().optional(),
  intent: z.strictObject({ act, since: z.string() }).optional(),
  verified: z.strictObject({ next: z.boolean(), current: z.boolean() }),
  recorded: z.boolean(),
  startedAt: z.string(),
  promotedAt: z.string().optional(),
  overlapDays: z.number(),
  retireAfter: z.string().optional(),
  endedAt: z.string().optional(),
  notes: z.array(z.string()),
  holder: z.strictObject({ pid: z.number(), host: z.string(), since: z.string() }).optional(),
});

/** By what tells them apart: a secret's needs not say that it is one. */
const record = z.union([secretEntry, certificateEntry, guidedEntry]);

/** The process that works on a rotation now. */
export type Holder = { pid: number; host: string; since: string };
export type JournalEntry = AnyRotation & { holder?: Holder | undefined };

const damaged = (file: string, cause?: unknown): SfError =>
  SfError.create({
    name: 'RotationJournalUnreadableError',
    message: `The journal of rotations can't be read: ${file}`,
    actions: [
      'Restore the file from a backup if you have one.',
      'Otherwise move it away. The stored credentials are not in it; "sf clientapp credential display" shows their keys, and Setup shows whether a staged pair is left.',
    ],
    ...(cause === undefined ? {} : { cause }),
  });

const newer = (file: string): SfError =>
  new SfError(`The journal of rotations was written by a newer version of sf clientapp: ${file}`, 'NewerJournalError', [
    'Update the plugin: "sf plugins update".',
  ]);

const parseFile = (text: string, file: string): Contents => {
  const json = parseJson(text);
  const found = anyVersion.safeParse(json).data?.version;
  if (found !== undefined && found > version) throw newer(file);
  const parsed = thisVersion.safeParse(json);
  if (!parsed.success) throw damaged(file);
  return parsed.data;
};

/**
 * `clientapp-rotations.json` in sf's global state folder: one sealed entry per rotation, encrypted with sf's own key. It
 * holds keys, ids and dates, and no secret. Core's class takes a damaged file for an empty one, so reading and writing
 * are replaced.
 */
export class JournalFile extends ConfigFile<ConfigFile.Options, Contents> {
  protected static override encryptedKeys = ['sealed'];

  public static override getFileName(): string {
    return fileName;
  }

  public static override getDefaultOptions(): ConfigFile.Options {
    return ConfigFile.getDefaultOptions(true, fileName);
  }

  /** @throws RotationJournalUnreadableError, NewerJournalError */
  public override async read(): Promise<Contents> {
    const text = await readFileIfAny(this.getPath());
    this.setContentsFromFileContents(text === undefined ? { version } : parseFile(text, this.getPath()));
    this.hasRead = true;
    return this.getContents();
  }

  /** Writes the file atomically. Hold its lock, and have read it under the lock. */
  public override async write(): Promise<Contents> {
    await writeFileAtomically(this.getPath(), `${JSON.stringify(this.getContents(), undefined, 2)}\n`);
    return this.getContents();
  }

  /** Every rotation that was written down. @throws RotationJournalUnreadableError */
  public async rotations(): Promise<JournalEntry[]> {
    const contents = this.getContents();
    const sealed = Object.entries(contents).flatMap(([, value]) => (typeof value === 'object' ? [value.sealed] : []));
    if (sealed.length > 0) await this.initCrypto();
    return sealed.map((text) => this.open(text));
  }

  /** Puts a rotation under its id, in memory. Hold the lock: on a new machine this creates sf's key. */
  public async put(value: JournalEntry): Promise<void> {
    await this.initCrypto();
    // In base64, because core leaves a text in clear that looks encrypted already.
    this.set(value.id, { sealed: Buffer.from(JSON.stringify(value)).toString('base64') });
  }

  // Opening the key on a machine that has none creates it: that waits for the first write, under the lock.
  protected override async init(): Promise<void> {
    await this.read();
  }

  private open(sealed: string): JournalEntry {
    let text: string | undefined;
    try {
      text = this.decrypt(sealed);
    } catch (error) {
      throw damaged(this.getPath(), error);
    }
    const parsed = record.safeParse(parseJson(Buffer.from(text === sealed ? '' : (text ?? ''), 'base64').toString()));
    if (!parsed.success) throw damaged(this.getPath());
    return parsed.data;
  }
}
