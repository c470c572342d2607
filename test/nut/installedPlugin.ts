import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../markdown.js';
import { sfEnvironment, type Sf, type SfRun } from '../org/sf.js';

const run = promisify(execFile);
const maxBuffer = 100_000_000;

/** The files of the project as a clone has them. */
const sources = async (): Promise<string[]> => {
  const { stdout } = await run('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, maxBuffer });
  return stdout.split('\0').filter((file) => file !== '');
};

/**
 * What `npm pack` makes of a clone, with its scripts. In a folder of its own: they write the manifest of commands, and
 * other tests must not find that in the tree.
 */
export const packPlugin = async (): Promise<{ tarball: string; files: string[]; dispose: () => Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientapp-pack-'));
  const clone = join(folder, 'clone');
  for (const file of await sources()) {
    await mkdir(dirname(join(clone, file)), { recursive: true });
    // A file may have been deleted and not yet committed as such.
    await cp(join(root, file), join(clone, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  await symlink(join(root, 'node_modules'), join(clone, 'node_modules'));
  await run('npm', ['pack', '--pack-destination', folder], { cwd: clone, maxBuffer });
  const [name = ''] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  const tarball = join(folder, name);
  const { stdout } = await run('tar', ['-tzf', tarball], { maxBuffer });
  const files = stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.replace(/^package\//, '')]));
  return { tarball, files: files.toSorted(), dispose: () => rm(folder, { recursive: true, force: true }) };
};

/** How this machine reaches a registry of packages; an empty home knows nothing of it. */
const networkSettings = async (): Promise<Record<string, string>> => {
  const { stdout } = await run('npm', ['config', 'get', 'registry'], { cwd: root });
  const wanted = /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|https?_proxy|no_proxy)$/i;
  const settings = Object.entries(process.env).flatMap(([name, value]) =>
    wanted.test(name) && value !== undefined ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(settings), npm_config_registry: stdout.trim() };
};

/** `sf plugins install`, with a yes to the question whether a plugin that Salesforce has not signed is trusted. */
export const installPlugin = async (sf: Sf, tarball: string): Promise<Pick<SfRun, 'code' | 'stdout' | 'stderr'>> => {
  const env = sfEnvironment(sf.home, await networkSettings());
  return new Promise((settle, fail) => {
    const child = spawn(sf.bin, ['plugins', 'install', `file://${tarball}`], { cwd: sf.home, env });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code) => settle({ code, stdout, stderr }));
    child.stdin.end('y\n');
  });
};

/** Where `sf` keeps the plugins of a user. */
export const pluginsFolder = (sf: Sf): string => join(sf.home, '.local', 'share', 'sf');

/** Every file below a folder, relative to it. */
export const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
};

/** Runs `sf` and tells which modules it loaded from where plugins of users are. */
export const runTraced = async (sf: Sf, args: string[], cwd: string): Promise<SfRun & { loaded: string[] }> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientapp-trace-'));
  try {
    const trace = join(folder, 'loaded');
    const tracer = join(root, 'test', 'startUp', 'trace.mjs');
    const result = await sf.run(args, {
      cwd,
      env: { NODE_OPTIONS: `--import=${tracer}`, CLIENTAPP_TEST_TRACE: trace },
    });
    const all = (await readFile(trace, 'utf8')).split('\n');
    const place = '/.local/share/sf/node_modules/';
    const loaded = all.flatMap((url) => (url.includes(place) ? [url.slice(url.indexOf(place) + place.length)] : []));
    return { ...result, loaded };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
