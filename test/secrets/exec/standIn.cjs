#!/usr/bin/env node
// Stands in for the programs of secret managers: keeps items in a folder, answers with the programs' own words, and
// writes down the arguments and the environment of every call, where no secret may be.
const { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { setInterval } = require('node:timers');

const [program, ...args] = process.argv.slice(2);
const folder = process.env.STAND_IN_FOLDER;
const behaviour = process.env.STAND_IN_BEHAVIOUR ?? '';
appendFileSync(join(folder, 'calls.jsonl'), `${JSON.stringify({ program, args, env: process.env })}\n`);

const after = (name) => args[args.indexOf(name) + 1];
const withPrefix = (prefix) => (args.find((arg) => arg.startsWith(prefix)) ?? '').slice(prefix.length);
const items = join(folder, 'items');
mkdirSync(items, { recursive: true });
const fileOf = (name) => join(items, encodeURIComponent(`${program} ${name}`));
const has = (name) => existsSync(fileOf(name));
const get = (name) => readFileSync(fileOf(name), 'utf8');
const put = (name, value) => writeFileSync(fileOf(name), value);
const stdin = () => readFileSync(0, 'utf8');
// As the real programs do: by its name, which works with a pipe and not with a socket.
const stdinByName = () => readFileSync('/dev/stdin', 'utf8');
const fail = (text, code = 1) => {
  process.stderr.write(`${text}\n`);
  process.exit(code);
};
const print = (text) => process.stdout.write(`${text}\n`);

if (behaviour === 'hang') setInterval(() => undefined, 1000);
else if (behaviour === 'fail') fail('permission denied\u001b[31m for you', 3);
else if (behaviour === 'repeat') fail(`could not store ${stdin()}`, 3);
else if (behaviour === 'silent') process.exit(4);
else if (behaviour === 'die') process.kill(process.pid, 'SIGKILL');
else if (behaviour === 'deleted') print(JSON.stringify({ data: { data: null, metadata: { version: 2 } } }));
else if (behaviour === 'flood') process.stdout.write('x'.repeat(3_000_000));
else
  ({
    vault: () => {
      const name = `${args.find((arg) => arg.startsWith('-mount='))} ${args.find((arg) => arg.startsWith('clientapp/'))}`;
      if (args[1] === 'metadata') return rmSync(fileOf(name), { force: true });
      if (args[1] === 'get')
        return has(name)
          ? print(JSON.stringify({ data: { data: JSON.parse(get(name)) } }))
          : fail(`No value found at ${name}`, 2);
      if (args.at(-1) !== '-') fail('nothing to read');
      put(name, stdin());
    },
    aws: () => {
      const name = `${args[1] === 'create-secret' ? after('--name') : after('--secret-id')}`;
      const absent = 'An error occurred (ResourceNotFoundException) when calling the operation';
      if (args[1] === 'create-secret')
        return after('--secret-string') === 'file:///dev/stdin' ? put(name, stdinByName()) : fail('no file');
      if (!has(name)) fail(absent, 254);
      if (args[1] === 'get-secret-value') return print(get(name));
      if (args[1] === 'delete-secret') return rmSync(fileOf(name));
      put(name, after('--secret-string') === 'file:///dev/stdin' ? stdinByName() : fail('no file'));
    },
    az: () => {
      const name = `${after('--vault-name')} ${after('--name')}`;
      if (!/^[0-9A-Za-z-]{1,127}$/.test(after('--name')))
        fail('BadParameter: the name of a secret has letters, digits and dashes');
      if (args[2] === 'set')
        return put(
          name,
          after('--encoding') === 'utf-8' && after('--file') === '/dev/stdin' ? stdinByName() : fail('no file'),
        );
      if (!has(name)) fail('(SecretNotFound) A secret with (name/id) was not found in this key vault.', 3);
      return args[2] === 'show' ? print(get(name)) : rmSync(fileOf(name));
    },
    gcloud: () => {
      const name = args[1] === 'versions' ? (args[2] === 'access' ? withPrefix('--secret=') : args[3]) : args[2];
      if (args[1] === 'create') return put(name, stdin());
      if (!has(name)) fail(`ERROR: (gcloud.secrets) NOT_FOUND: Secret [${name}] not found.`);
      if (args[2] === 'access') return process.stdout.write(get(name));
      if (args[1] === 'delete') return rmSync(fileOf(name));
      put(name, args.includes('--data-file=-') ? stdin() : fail('no data'));
    },
    op: () => {
      const name = `${after('--vault')} ${args[1] === 'create' ? after('--title') : args[2]}`;
      if (args[1] === 'create') return put(name, stdin());
      if (!has(name)) fail(`[ERROR] "${args[2]}" isn't a document in the vault.`);
      if (args[1] === 'get') return process.stdout.write(get(name));
      if (args[1] === 'delete') return rmSync(fileOf(name));
      put(name, stdin());
    },
    gh: () => {
      const name = `${after('--repo')} ${args.includes('--env') ? after('--env') : ''} ${args[2]}`;
      if (args[1] === 'set') return put(name, stdin());
      if (!has(name)) fail('failed to delete secret: HTTP 404: Not Found');
      rmSync(fileOf(name));
    },
    own: () => {
      const [verb, ...rest] = args.slice(1);
      const name = rest.join(' ');
      if (verb === 'get') return has(name) ? print(get(name)) : undefined;
      if (verb === 'remove') return rmSync(fileOf(name), { force: true });
      put(name, behaviour === 'forget' ? '{}' : stdin());
    },
  })[program]();
