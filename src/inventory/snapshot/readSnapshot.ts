import { readFile, stat } from 'node:fs/promises';
import { snapshotKind, snapshotVersion, type Snapshot } from './snapshot.js';

/** Larger than that of the biggest org, and small enough to be held in memory. */
const mostBytes = 256 * 1024 * 1024;

export type SnapshotProblem = { problem: 'unreadable' | 'too-large' | 'not-a-snapshot' | 'newer'; detail: string };

const notOne = (detail: string): SnapshotProblem => ({ problem: 'not-a-snapshot', detail });

/** Deeply nested JSON exhausts the stack, which is as much an error as a missing bracket. */
const parse = (text: string): { value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
};

const headOf = (value: unknown): { kind?: unknown; version?: unknown } =>
  typeof value === 'object' && value !== null ? value : {};

/** The text of a snapshot file, checked in every part: it may come from anywhere. */
export const parseSnapshot = async (text: string): Promise<{ snapshot: Snapshot } | SnapshotProblem> => {
  const parsed = parse(text);
  if (!parsed) return notOne('it is not JSON');
  const { kind, version } = headOf(parsed.value);
  if (kind !== snapshotKind) return notOne('it does not say that it is one');
  if (typeof version === 'number' && version > snapshotVersion) return { problem: 'newer', detail: String(version) };
  const { snapshotSchema } = await import('./schema.js');
  const result = snapshotSchema.safeParse(parsed.value);
  if (result.success) return { snapshot: result.data };
  const [issue] = result.error.issues;
  return notOne(`${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'invalid'}`);
};

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';

const sizeOf = async (file: string): Promise<{ size: number; isFile: boolean }> => {
  const found = await stat(file);
  return { size: found.size, isFile: found.isFile() };
};

/** Reads a snapshot file. */
export const readSnapshot = async (file: string): Promise<{ snapshot: Snapshot } | SnapshotProblem> => {
  let text: string;
  try {
    const { size, isFile } = await sizeOf(file);
    if (!isFile) return notOne('it is no file');
    if (size > mostBytes) return { problem: 'too-large', detail: `${mostBytes / 1024 / 1024} MB` };
    text = await readFile(file, 'utf8');
  } catch (error) {
    return { problem: 'unreadable', detail: reasonOf(error) };
  }
  return parseSnapshot(text);
};
