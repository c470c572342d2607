import { setTimeout } from 'node:timers/promises';
import { SfError } from '@salesforce/core/sfError';
import type { OrgConnection } from '../org/connection.js';

/** A retrieved file: its path in metadata format (`connectedApps/Billing.connectedApp`), its bytes, and its record's id where the org tells it. */
type RetrievedFile = { path: string; contents: Buffer; id?: string | undefined };

export type RetrieveAnswer = {
  files: RetrievedFile[];
  /** What the org had to say: components that it does not have or does not give. */
  messages: string[];
};

const pollEveryMs = 300;

/** Largest archive accepted, and largest total after unpacking: an org's answer is bounded like any other input. */
const maxArchiveBytes = 50_000_000;
const maxUnpackedBytes = 200_000_000;

/** `lib/api/metadata` of jsforce gives one message as an object and several as an array. */
const asArray = <T>(value: T | T[] | undefined | null): T[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/**
 * Retrieves components without writing them anywhere: SDR's retrieve ends on the disk, and an `.ecaGlblOauth` can
 * carry the consumer secret where the org still allows that (platform.md 2.7).
 * @param types type -> full names, or `*`
 * @throws RetrieveFailedError, RetrieveTimeoutError
 */
export const retrieve = async (
  connection: OrgConnection,
  types: ReadonlyMap<string, readonly string[]>,
  { timeoutMs = 300_000 }: { timeoutMs?: number } = {},
): Promise<RetrieveAnswer> => {
  const version = connection.getApiVersion();
  const { id } = await connection.metadata.retrieve({
    apiVersion: Number(version),
    singlePackage: true,
    unpackaged: { version, types: [...types].map(([name, members]) => ({ name, members: [...members] })) } as never,
  });
  const deadline = Date.now() + timeoutMs;
  for (let wait = pollEveryMs; ; wait = Math.min(wait * 1.5, 5000)) {
    const status = await connection.metadata.checkRetrieveStatus(id);
    if (String(status.done) === 'true') {
      if (String(status.success) !== 'true') {
        throw new SfError(
          `The org could not retrieve the metadata: ${status.errorMessage ?? status.status}`,
          'RetrieveFailedError',
          ['Check that the signed-in user has "Modify Metadata Through Metadata API Functions" or "Modify All Data".'],
        );
      }
      const ids = new Map(asArray(status.fileProperties).map(({ fileName, id }) => [pathOf(fileName), id]));
      return {
        files: (await unpack(status.zipFile)).map((file) => ({ ...file, id: ids.get(file.path) || undefined })),
        messages: asArray(status.messages).map(({ problem }) => problem),
      };
    }
    if (Date.now() > deadline) {
      throw new SfError(
        `The org did not finish the retrieve ${id} in ${timeoutMs / 1000} seconds.`,
        'RetrieveTimeoutError',
        ['Try again later, or with a longer --wait.'],
      );
    }
    await setTimeout(wait);
  }
};

const pathOf = (name: string): string => name.replace(/^unpackaged\//, '');

const unpack = async (base64: string): Promise<RetrievedFile[]> => {
  if (base64.length > maxArchiveBytes * 1.4)
    throw new SfError('The retrieved archive is too large.', 'RetrieveFailedError');
  const { default: JSZip } = await import('jszip');
  const archive = await JSZip.loadAsync(Buffer.from(base64, 'base64'));
  const files: RetrievedFile[] = [];
  let total = 0;
  for (const entry of Object.values(archive.files)) {
    if (entry.dir || entry.name.endsWith('package.xml')) continue;
    const contents = await entry.async('nodebuffer');
    total += contents.length;
    if (total > maxUnpackedBytes) throw new SfError('The retrieved archive is too large.', 'RetrieveFailedError');
    files.push({ path: pathOf(entry.name), contents });
  }
  return files;
};
