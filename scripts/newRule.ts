import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Kebab-case, as `--rule-selector` and waivers spell it. */
const validId = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;

/** `stale-token` becomes `staleToken`: the name of the files and of the export. */
export const ruleName = (id: string): string => id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** A rule that says of every app that it was not written yet: what is unfinished must not look like a pass. */
const ruleText = (id: string): string => `import { eachOauthApp, notEvaluated } from '../outcomes.js';
import type { Rule } from '../rule.js';

export const ${ruleName(id)}: Rule = {
  id: '${id}',
  title: 'TODO what is wrong, in a few words',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['TODO'],
  description: 'TODO why it matters, in two or three sentences.',
  evidence: 'TODO what it looks at: elements of the metadata, columns of the org.',
  exceptions: 'TODO what is right to pass.',
  remedy: 'TODO what to do, with the command or the element.',
  references: [],
  perApp: true,
  check: (inventory) => eachOauthApp(inventory, (app) => [notEvaluated(app, 'TODO the rule is not written yet')]),
};
`;

/** Fails until the rule is written. PKCE stands for the fact that the rule is about. */
const testText = (id: string): string => `import { expect } from 'chai';
import { ${ruleName(id)} as rule } from '../../../src/audit/rules/${ruleName(id)}.js';
import { known, unknown } from '../../../src/inventory/types.js';
import { anApp, at, check, onlyFinding, onlyReason } from './anInventory.js';

// TODO Put the fact that the rule looks at in the place of pkceRequired.
const bad = { pkceRequired: known(false, at(4)) };
const unread = { pkceRequired: unknown('the file is not in source') };

describe('rule ${id}', () => {
  it('is written', () => {
    expect(JSON.stringify(rule)).not.to.contain('TODO');
  });

  it('finds it at its line', () => {
    const app = anApp(bad);
    const finding = onlyFinding(check(rule, anApp({ name: 'Other' }), app));
    expect(finding.app).to.equal(app);
    expect(finding.location).to.deep.equal(at(4));
    expect(finding.message).to.contain('Billing');
  });

  it('holds for a good app and for apps without OAuth', () => {
    expect(check(rule, anApp(), anApp({ ...bad, usesOauth: known(false) }))).to.deep.equal([]);
  });

  it('cannot say without the fact', () => {
    expect(onlyReason(check(rule, anApp(unread)))).to.equal('the file is not in source');
  });
});
`;

/** What a person writes on the page of a rule. The files are read by a test, which audits them. */
const examplesText = `## Bad

TODO what is wrong here, in one sentence. The test audits the files that are shown like this:

File: \`force-app/main/default/connectedApps/Billing.connectedApp-meta.xml\`

\`\`\`xml
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>integrations@acme.example</contactEmail>
    <label>Billing</label>
    <oauthConfig>
        <callbackUrl>https://billing.acme.example/callback</callbackUrl>
        <scopes>Api</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
</ConnectedApp>
\`\`\`

## Good

TODO the same app, put right.
`;

const importOf = (name: string): string => `import { ${name} } from './${name}.js';`;

/** The list of all rules with one more: its import in alphabetical order, the rule at the end of the catalogue. */
export const withRule = (index: string, id: string): string => {
  const name = ruleName(id);
  const lines = index.split('\n');
  const names = lines.map((line) => /^import \{ (\w+) \} from '\.\/\w+\.js';$/.exec(line)?.[1]);
  const next = names.findIndex((other) => other !== undefined && other.toLowerCase() > name.toLowerCase());
  const place = next === -1 ? names.findLastIndex((other) => other !== undefined) + 1 : next;
  const end = lines.lastIndexOf('];');
  if (place === 0 || end === -1) throw new Error('src/audit/rules/index.ts does not look as expected.');
  return [...lines.slice(0, place), importOf(name), ...lines.slice(place, end), `  ${name},`, ...lines.slice(end)].join(
    '\n',
  );
};

const inProject = (path: string): URL => new URL(`../${path}`, import.meta.url);

/** Writes a new rule: its file, its test and its page, and its line in the catalogue. Nothing that exists is replaced. */
const writeRule = async (id: string): Promise<string[]> => {
  const name = ruleName(id);
  const files = new Map([
    [`src/audit/rules/${name}.ts`, ruleText(id)],
    [`test/audit/rules/${name}.test.ts`, testText(id)],
    [`docs/rules/${id}.md`, examplesText],
  ]);
  const taken = [...files.keys()].filter((path) => existsSync(inProject(path)));
  if (taken.length > 0) throw new Error(`There is ${taken.join(', ')} already.`);
  for (const [path, text] of files) await writeFile(inProject(path), text, { flag: 'wx' });
  const index = inProject('src/audit/rules/index.ts');
  await writeFile(index, withRule(await readFile(index, 'utf8'), id));
  // Only now: the catalogue is read with the new rule in it.
  const { renderRulePages, rulePages } = await import('./ruleDocs.js');
  for (const [page, text] of await renderRulePages()) await writeFile(new URL(page, rulePages), text);
  return [...files.keys(), 'src/audit/rules/index.ts', 'docs/rules/README.md'];
};

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === process.argv[1]) {
  const id = process.argv[2] ?? '';
  if (!validId.test(id)) {
    console.error('Usage: npm run new:rule -- <id>, an id of two or more words such as callback-plain-http');
    process.exitCode = 1;
  } else {
    for (const path of await writeRule(id)) console.log(path);
    console.log(`
Next: fill in every TODO and move the rule to its group in src/audit/rules/index.ts. CONTRIBUTING.md has the steps.
  npx mocha test/audit/rules/${ruleName(id)}.test.ts
  npm run docs:rules && npx mocha test/scripts/ruleDocs.test.ts`);
  }
}
