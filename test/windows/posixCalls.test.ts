import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { root } from '../markdown.js';

/** What works on one system only, or differently, and the modules that know how to deal with that. */
const dangers: ReadonlyArray<{ what: string; pattern: RegExp; allowed: Record<string, string> }> = [
  {
    what: 'replacing a file, which Windows refuses while it is open',
    pattern: /\brename(Sync)?\b/,
    allowed: { 'secrets/moveOver.ts': 'tries again on Windows' },
  },
  {
    what: 'starting a program',
    pattern: /node:child_process/,
    allowed: {
      'secrets/exec/helper.ts': 'no shell on Windows, and no group of processes',
      'secrets/envPlace.ts': 'git, which is a program on every system',
      'inventory/source/trackedFiles.ts': 'git, which is a program on every system',
    },
  },
  {
    what: 'a shell',
    pattern: /\bshell: (true|['"`])|\/bin\/|\bcmd\.exe\b/,
    allowed: { 'secrets/exec/helper.ts': 'not on Windows' },
  },
  {
    what: 'signals',
    pattern: /process\.kill\(|'SIG[A-Z0-9]+'/,
    allowed: {
      'secrets/exec/helper.ts': 'groups of processes only where there are any; SIGKILL ends a process everywhere',
      'secrets/liveProcess.ts': 'signal 0 only asks, and Node can ask on Windows',
    },
  },
  {
    what: 'users and permissions of POSIX',
    pattern: /process\.(get|set)e?[ug]id|process\.umask|\.chown|chmod/,
    allowed: { 'audit/fixFiles.ts': 'gives a draft the mode of its file; on Windows that is the read-only flag' },
  },
  {
    what: 'places that only POSIX has',
    pattern: /['"`:/]\/(dev|tmp|proc|etc|var|home)\//,
    allowed: {
      'secrets/exec/presets/azure.ts': 'refused on Windows (helper.ts)',
      'secrets/exec/presets/aws.ts': 'refused on Windows (helper.ts)',
    },
  },
  {
    what: 'where home is',
    pattern: /\bhomedir\b|env(\.|\[')(HOME|USERPROFILE|APPDATA|XDG_)/,
    allowed: {},
  },
  { what: 'symbolic links, which need a privilege on Windows', pattern: /\bsymlink(Sync)?\b/, allowed: {} },
  {
    what: 'flags of open that Windows lacks',
    pattern: /constants\.O_(NOFOLLOW|NONBLOCK|DIRECTORY)(?! \?\? 0)/,
    allowed: {},
  },
  {
    what: 'a folder opened as a file, to have it on disk',
    pattern: /syncFolder\(/,
    allowed: { 'secrets/atomicFile.ts': 'not on Windows' },
  },
  {
    what: 'the end of a line as the system has it: files of ours have line feeds everywhere',
    pattern: /\bEOL\b/,
    allowed: {},
  },
  {
    what: 'a moment in the name of a file, with colons that Windows refuses',
    pattern: /\$\{[^}]*toISOString\(\)[^}]*\}[^`\n]*\.(json|jsonl|md|yaml|yml|html|csv)/,
    allowed: {},
  },
];

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'));

const withoutComments = (text: string): string => text.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

describe('calls that work on one system only', () => {
  const texts = new Map(sources.map((file) => [file, withoutComments(readFileSync(join(root, 'src', file), 'utf8'))]));

  it('are looked for in all of the source', () => {
    expect(texts.size).to.be.greaterThan(400);
  });

  for (const { what, pattern, allowed } of dangers) {
    it(`${what}: ${Object.keys(allowed).length === 0 ? 'nowhere' : 'only where that is dealt with'}`, () => {
      const found = [...texts].filter(([, text]) => pattern.test(text)).map(([file]) => file);
      expect(found).to.have.members(Object.keys(allowed));
    });
  }
});
