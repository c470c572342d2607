import { spawn } from 'node:child_process';
import { SfError } from '@salesforce/core/sfError';

/** What a helper program said. Standard output may be a secret: it goes to whoever asked and nowhere else. */
export type HelperAnswer = { code: number; stdout: string; stderr: string };

type HelperOptions = {
  /** What the helper reads from its standard input: the only way that a secret takes. */
  input?: string;
  /** The program opens `/dev/stdin` by name, which needs a real pipe: Node's own is a socket on Linux. */
  opensStdinByName?: boolean;
  timeoutMs?: number;
  platform?: NodeJS.Platform;
};

/** Runs one program with these arguments. */
export type RunHelper = (args: readonly string[], options?: HelperOptions) => Promise<HelperAnswer>;

const defaultTimeoutMs = 60_000;

/** A credential has a few kilobytes; what is longer is none. */
const longestOutput = 1_048_576;

const missing = (program: string, cause: unknown): SfError =>
  SfError.create({
    name: 'StoreHelperMissingError',
    message: `The program "${program}" of the secret store can not be started.`,
    actions: [
      `Install "${program}" and see that it is on the PATH, or use another store: "--store sf".`,
      'On Windows it has to be an .exe: what is installed as a .cmd or .bat would need a shell, and no shell gets a secret.',
    ],
    cause,
  });

const needsRealPipe = (program: string): SfError =>
  new SfError(
    `The program "${program}" takes a secret only from a file or from /dev/stdin, which Windows does not have.`,
    'StoreHelperUnsupportedError',
    ['Use another store: "--store keychain" or "--store sf". Or run the command in the Windows Subsystem for Linux.'],
  );

const timedOut = (program: string, ms: number): SfError =>
  new SfError(
    `The program "${program}" of the secret store did not finish in ${ms / 1000} seconds and was stopped.`,
    'StoreHelperTimeoutError',
    [
      `Run "${program}" by hand to see what it waits for: a sign-in, a passphrase, the network.`,
      'What it was told to store may be stored or not: run the same command again.',
    ],
  );

const tooLong = (program: string): SfError =>
  new SfError(
    `The program "${program}" of the secret store answered with far more than a credential.`,
    'StoreHelperFailedError',
  );

/** A shell whose only part is to make the real pipe; the program and its arguments come as parameters, never as text. */
const withRealPipe = (program: string, args: readonly string[]): [string, string[]] => [
  '/bin/sh',
  ['-c', 'cat | "$@"', 'sh', program, ...args],
];

/**
 * Prepares calls of one program. No shell sees the arguments; nothing is added to the environment.
 *
 * @throws StoreHelperMissingError, StoreHelperTimeoutError, StoreHelperUnsupportedError; StoreHelperFailedError when the
 * answer is too long
 */
export const helperOf =
  (program: string): RunHelper =>
  (args, { input = '', opensStdinByName = false, timeoutMs = defaultTimeoutMs, platform = process.platform } = {}) =>
    new Promise((settle, fail) => {
      if (opensStdinByName && platform === 'win32') throw needsRealPipe(program);
      const [command, commandArgs] = opensStdinByName ? withRealPipe(program, args) : [program, [...args]];
      // A group of its own, so that a helper that hangs is stopped with all that it started.
      const ownGroup = platform !== 'win32';
      const child = spawn(command, commandArgs, {
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: ownGroup,
        windowsHide: true,
      });
      let stdout = '';
      let stderr = '';
      let failure: SfError | undefined;
      const stop = (reason: SfError): void => {
        failure ??= reason;
        if (ownGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        else child.kill('SIGKILL');
      };
      const timer = setTimeout(() => stop(timedOut(program, timeoutMs)), timeoutMs);
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        stdout += chunk;
        if (stdout.length > longestOutput && !failure) stop(tooLong(program));
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        stderr = (stderr + chunk).slice(0, longestOutput);
      });
      child.on('error', (error) => {
        clearTimeout(timer);
        fail(missing(program, error));
      });
      child.on('close', (code) => {
        clearTimeout(timer);
        if (failure) fail(failure);
        else if (code === 127 && opensStdinByName) fail(missing(program, undefined));
        else settle({ code: code ?? 1, stdout, stderr });
      });
      // A helper may end without reading: its exit code tells why.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
