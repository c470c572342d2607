import { resolve } from 'node:path';
import { expect } from 'chai';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = resolve(import.meta.dirname, '..');

/** A command that breaks the rules for sf plugins, so that a lint that checks nothing is noticed. */
const badCommand = `
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';

export default class Bad extends SfCommand<{ ok: boolean }> {
  public static override readonly flags = {
    'target-org': Flags.requiredOrg(),
    BadCase: Flags.string({ char: 'h', summary: 'A text that stands in the code.' }),
    json: Flags.boolean({ summary: 'Taken.' }),
    bare: Flags.string({ dependsOn: ['missing'] }),
  };

  public async run(): Promise<{ ok: boolean }> {
    const { flags } = await this.parse(Bad);
    flags['target-org'].getConnection();
    return { ok: true };
  }
}
`;

const rulesThatFire = async (file: string, code: string): Promise<Set<string | null>> => {
  const eslint = new ESLint({
    cwd: root,
    // The file exists only here, so nothing that needs types can look at it.
    overrideConfig: [
      { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked },
      { files: ['**/*.ts'], rules: { 'sf-plugin/no-missing-messages': 'off' } },
    ],
  });
  const [result] = await eslint.lintText(code, { filePath: resolve(root, file) });
  return new Set(result?.messages.map(({ ruleId }) => ruleId));
};

describe('lint config', () => {
  it('holds commands to the rules for sf plugins', async function () {
    this.timeout(120_000);
    const fired = await rulesThatFire('src/commands/clientapp/bad.ts', badCommand);
    expect([...fired]).to.include.members([
      'sf-plugin/command-summary',
      'sf-plugin/command-example',
      'sf-plugin/flag-case',
      'sf-plugin/flag-summary',
      'sf-plugin/flag-cross-references',
      'sf-plugin/no-h-short-char',
      'sf-plugin/no-json-flag',
      'sf-plugin/no-hardcoded-messages-flags',
      'sf-plugin/get-connection-with-version',
    ]);
  });

  it('holds the library to the rules on messages', async () => {
    const code =
      "import { Messages } from '@salesforce/core';\nexport const texts = Messages.load('sf-clientapp', 'x', ['y']);\n";
    expect([...(await rulesThatFire('src/app/bad.ts', code))]).to.include('sf-plugin/no-messages-load');
  });

  it('allows no any and no console in the library', async () => {
    const fired = await rulesThatFire(
      'src/app/bad.ts',
      'export const log = (value: any): void => console.log(value);\n',
    );
    expect([...fired]).to.include.members(['@typescript-eslint/no-explicit-any', 'no-console']);
  });
});
