import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { Messages } from '@salesforce/core/messages';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.generate.app');

const exists = async (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

const nearestExisting = async (path: string): Promise<string> =>
  (await exists(path)) ? path : nearestExisting(dirname(path));

const isInside = (root: string, path: string): boolean => {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/**
 * A path relative to the project's root, with `/`. Links are followed, so that none leads out of the project.
 *
 * @param path relative to the working directory, or absolute
 * @throws OutsideProjectError
 */
export const inProject = async (root: string, path: string): Promise<string> => {
  const target = resolve(path);
  const realRoot = await realpath(root);
  const anchor = await nearestExisting(target);
  // A link that leads nowhere has no real path: writing to it would make a file somewhere else.
  const real = await realpath(anchor).catch(() => undefined);
  const place = real === undefined ? undefined : resolve(real, relative(anchor, target));
  if (place === undefined || !isInside(realRoot, place)) throw messages.createError('error.outsideProject', [path]);
  return relative(realRoot, place).split(sep).join('/');
};
