import { execFile } from 'node:child_process';
import { access, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { SfProject } from '@salesforce/core/project';
import { SfError } from '@salesforce/core/sfError';

/**
 * The real path of a file that need not exist yet, so that the checks see where a symbolic link leads.
 *
 * @param root what a relative path starts from
 * @throws EnvFileFolderError when its folder does not exist
 */
export const locateEnvFile = async (file: string, root: string): Promise<string> => {
  const path = resolve(root, file);
  try {
    return await realpath(path).catch(async () => join(await realpath(dirname(path)), basename(path)));
  } catch (error) {
    throw SfError.create({
      name: 'EnvFileFolderError',
      message: `The folder of ${path} does not exist.`,
      actions: [`Create ${dirname(path)}, or give another file.`],
      cause: error,
    });
  }
};

/**
 * Refuses places from which a secret would end up in source control or in a deployment.
 *
 * @throws EnvFileNotIgnoredError inside a git repository that does not ignore the file, or has it committed already
 * @throws EnvFileInPackageError inside a package directory of an sfdx project
 */
export const refuseUnsafePlace = async (file: string): Promise<void> => {
  const packageFolder = await findPackageFolder(file);
  if (packageFolder !== undefined) {
    throw new SfError(
      `${file} is in the package directory ${packageFolder}, and so part of what is deployed.`,
      'EnvFileInPackageError',
      ['Give a file outside the package directories, such as "env:.env".'],
    );
  }
  if (!(await isInRepository(dirname(file))) || (await isIgnored(file))) return;
  throw new SfError(`${file} is in a git repository that does not ignore it.`, 'EnvFileNotIgnoredError', [
    `Add ${basename(file)} to .gitignore.`,
    `If it is committed already, remove it: "git rm --cached ${basename(file)}", and rotate what was in it.`,
    'Or use another store: "--store sf".',
  ]);
};

const findPackageFolder = async (file: string): Promise<string | undefined> => {
  const project = await SfProject.resolve(dirname(file)).catch((error: unknown) => {
    if (SfError.wrap(error).name === 'InvalidProjectWorkspaceError') return undefined;
    throw error;
  });
  for (const { fullPath } of project?.getPackageDirectories() ?? []) {
    const folder = await realpath(fullPath).catch(() => resolve(fullPath));
    if (contains(folder, file)) return folder;
  }
  return undefined;
};

const contains = (folder: string, file: string): boolean => {
  const [first] = relative(folder, file).split(sep);
  return first !== '..' && resolve(folder, relative(folder, file)) === file;
};

// Looked for by hand: git may be missing, or refuse a repository of another owner, and then the answer must be "no".
const isInRepository = async (folder: string): Promise<boolean> => {
  const found = await access(join(folder, '.git')).then(
    () => true,
    () => false,
  );
  return found || (dirname(folder) !== folder && isInRepository(dirname(folder)));
};

// A file that is committed does not count as ignored for git. The variables are set inside a git hook and would lead
// to the hook's repository.
const isIgnored = async (file: string): Promise<boolean> => {
  const env = { ...process.env, GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
  try {
    await promisify(execFile)('git', ['check-ignore', '--quiet', '--', file], { cwd: dirname(file), env });
    return true;
  } catch {
    return false;
  }
};
