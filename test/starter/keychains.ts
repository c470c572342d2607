import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Language } from '../../src/starter/languages.js';

const vault = 'vault.json';

/** Stand-ins for keychains: each keeps its one secret in `vault.json`, by what it was called with. */
const files: Record<Exclude<Language, 'java'>, Record<string, string>> = {
  node: {
    'node_modules/@napi-rs/keyring/package.json': '{ "type": "module", "exports": "./index.js" }',
    'node_modules/@napi-rs/keyring/index.js': `
import { readFile, rm, writeFile } from 'node:fs/promises';
const read = async () => JSON.parse(await readFile('${vault}', 'utf8').catch(() => '{}'));
export class AsyncEntry {
  constructor(service, account) { this.key = service + '/' + account; }
  async getPassword() { return (await read())[this.key]; }
  async setPassword(value) { await writeFile('${vault}', JSON.stringify({ [this.key]: value })); }
  async deletePassword() { await rm('${vault}'); return true; }
}
`,
  },
  python: {
    'keyring.py': `
import json, os
def _read():
    return json.load(open('${vault}')) if os.path.exists('${vault}') else {}
def get_password(service, account):
    return _read().get(service + '/' + account)
def set_password(service, account, value):
    json.dump({service + '/' + account: value}, open('${vault}', 'w'))
def delete_password(service, account):
    os.remove('${vault}')
`,
  },
  bash: {
    'bin/secret-tool': `#!/usr/bin/env node
const fs = require('node:fs');
const [, , action, ...rest] = process.argv;
const at = (name) => rest[rest.indexOf(name) + 1];
const key = at('service') + '/' + at('account');
if (action === 'store') fs.writeFileSync('${vault}', JSON.stringify({ [key]: fs.readFileSync(0, 'utf8') }));
if (action === 'clear') fs.rmSync('${vault}');
if (action === 'lookup') {
  const found = fs.existsSync('${vault}') && JSON.parse(fs.readFileSync('${vault}', 'utf8'))[key];
  if (found) process.stdout.write(found);
  else process.exitCode = 1;
}
`,
  },
};

/** Installs the stand-in; returns what the environment needs for it. */
export const putKeychain = async (folder: string, language: Exclude<Language, 'java'>): Promise<{ PATH: string }> => {
  for (const [name, text] of Object.entries(files[language])) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text, { mode: 0o755 });
  }
  return { PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}` };
};

/** What is in it: account and secret. */
export const readKeychain = async (folder: string): Promise<Array<[string, string]>> =>
  Object.entries(JSON.parse(await readFile(join(folder, vault), 'utf8').catch(() => '{}')) as Record<string, string>);
