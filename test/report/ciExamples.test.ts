import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { parse, parseDocument } from 'yaml';
import ClientAppAuditCollect from '../../src/commands/clientapp/audit/collect.js';
import ClientAppAuditRun from '../../src/commands/clientapp/audit/run.js';
import ClientAppGenerateApp from '../../src/commands/clientapp/generate/app.js';
import { parseSeverity } from '../../src/audit/severity.js';
import { writerFor } from '../../src/report/writers.js';

const docs = resolve(import.meta.dirname, '../../docs');
const read = (file: string): string => readFileSync(join(docs, file), 'utf8');

type Flag = { char?: string | undefined; type: string };
type Flags = Record<string, Flag>;

/** Flags of the commands that sf brings, as its plugins publish them. */
const flagsOfSf = (id: string): Flags => {
  const file = resolve(import.meta.dirname, '../../node_modules/@salesforce/plugin-auth/oclif.manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { commands: Record<string, { flags: Flags }> };
  return manifest.commands[id]?.flags ?? {};
};

const own = new Map<string, Flags>([
  ['clientapp audit run', ClientAppAuditRun.flags],
  ['clientapp audit collect', ClientAppAuditCollect.flags],
  ['clientapp generate app', ClientAppGenerateApp.flags],
]);

/** Every command line of sf in a text, in words; what a shell puts in stays one word. */
const commandsIn = (text: string): string[][] =>
  [...text.matchAll(/(?:^|[\s|`(])sf ((?:clientapp|org) [^\n`|]+)/g)].map(([, line = '']) => {
    const words = line.trim().match(/"[^"]*"|\$\{\{[^}]*\}\}\S*|\S+/g) ?? [];
    return words.map((word) => word.replace(/^"|"$/g, ''));
  });

const problemsOf = (words: readonly string[]): string[] => {
  const first = words.findIndex((word) => word.startsWith('-'));
  const name = words.slice(0, first === -1 ? words.length : first).join(' ');
  const flags = own.get(name) ?? flagsOfSf(name.replaceAll(' ', ':'));
  if (Object.keys(flags).length === 0) return [`no command ${name}`];
  const problems: string[] = [];
  for (const [index, word] of words.entries()) {
    if (!word.startsWith('--')) continue;
    const flag = word.slice(2);
    const value = words[index + 1];
    const known = flags[flag];
    if (!known) problems.push(`${name} has no ${word}`);
    else if (known.type === 'option' && (value === undefined || value.startsWith('--')))
      problems.push(`${word} has no value`);
    else if (known.type === 'boolean' && value !== undefined && !value.startsWith('-'))
      problems.push(`${word} has a value`);
    if (flag === 'severity-threshold' && !parseSeverity(value ?? '')) problems.push(`no severity ${value}`);
    if (name === 'clientapp audit run' && flag === 'output-file' && !writerFor(value ?? ''))
      problems.push(`no format ${value}`);
  }
  return problems;
};

type Step = {
  uses?: string;
  run?: string;
  name?: string;
  if?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
};
type Job = { permissions?: Record<string, string>; steps: Step[]; if?: string; environment?: string };
type Workflow = { permissions: Record<string, string>; on: Record<string, unknown>; jobs: Record<string, Job> };

const workflow = (): Workflow => parse(read('examples/github-client-app-audit.yml')) as Workflow;

describe('examples for CI', () => {
  const files = [
    'ci-github.md',
    'ci-gitlab.md',
    'examples/github-client-app-audit.yml',
    'examples/gitlab-client-app-audit.yml',
  ];

  for (const file of files) {
    it(`${file} calls only commands, flags and formats that exist`, () => {
      const commands = commandsIn(read(file));
      expect(commands.length).to.be.above(1);
      for (const words of commands) expect(problemsOf(words), words.join(' ')).to.deep.equal([]);
    });
  }

  it('are told from wrong ones', () => {
    const wrong = [
      'clientapp audit run --no-such-flag',
      'clientapp audit run --output-file report.docx',
      'clientapp audit run --severity-threshold Huge',
      'clientapp audit run --target-org --source-dir x',
      'clientapp no-such',
      'org login jwt --client-secret x',
    ];
    for (const line of wrong) expect(problemsOf(line.split(' ')), line).to.not.deep.equal([]);
  });

  for (const file of files.filter((name) => name.endsWith('.yml'))) {
    it(`${file} is YAML without a doubt`, () => {
      const document = parseDocument(read(file), { uniqueKeys: true, strict: true });
      expect(document.errors).to.deep.equal([]);
      expect(document.warnings).to.deep.equal([]);
    });
  }

  it('on GitHub take no right by default, and each job the least', () => {
    const { permissions, jobs } = workflow();
    expect(permissions).to.deep.equal({});
    expect(jobs['source']?.permissions).to.deep.equal({
      contents: 'read',
      'security-events': 'write',
      'pull-requests': 'write',
    });
    expect(jobs['org']?.permissions).to.deep.equal({ contents: 'read', 'security-events': 'write' });
  });

  it('on GitHub name actions by a major version, and keep no credentials of the checkout', () => {
    const steps = Object.values(workflow().jobs).flatMap((job) => job.steps);
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.length).to.be.above(5);
    for (const action of actions) expect(action).to.match(/^(?:actions|github)\/[a-z/-]+@v\d+$/);
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout'))) {
      expect(step.with?.['persist-credentials']).to.equal(false);
    }
  });

  it('on GitHub never put an expression into a script, where it would become code', () => {
    for (const { run } of Object.values(workflow().jobs).flatMap((job) => job.steps)) {
      expect(run ?? '').to.not.include('${{');
    }
  });

  it('on GitHub give secrets only to the job that cannot be started by a pull request', () => {
    const { jobs } = workflow();
    const withSecrets = Object.keys(jobs).filter((name) => JSON.stringify(jobs[name]).includes('secrets.'));
    expect(withSecrets).to.deep.equal(['org']);
    expect(jobs['org']?.if).to.equal("github.event_name == 'schedule' || github.event_name == 'workflow_dispatch'");
    expect(jobs['org']?.environment).to.equal('client-app-audit');
  });

  it('upload what they write, under categories of their own', () => {
    const uploads = Object.values(workflow().jobs).flatMap(({ steps }) =>
      steps
        .filter(({ uses }) => uses?.includes('upload-sarif'))
        .map((step) => ({
          ...step.with,
          written: steps.some(({ run }) => run?.includes(`--output-file ${String(step.with?.['sarif_file'])}`)),
        })),
    );
    expect(uploads).to.deep.equal([
      { sarif_file: 'audit/source.sarif', category: 'client-app-audit-source', written: true },
      { sarif_file: 'audit/org.sarif', category: 'client-app-audit-org', written: true },
    ]);
  });

  it('find their own comment by what the report begins with', async () => {
    const { markdown } = await import('../../src/report/markdown.js');
    const { aContext, aReport } = await import('./support.js');
    const [marker] = markdown(aReport(), aContext()).split('\n');
    expect(read('examples/github-client-app-audit.yml')).to.include(`startswith("${marker}")`);
  });

  it('on GitLab publish the JUnit file that they write, and give secrets to no argument', () => {
    type GitLabJob = { script?: string[]; after_script?: string[]; artifacts?: { reports?: { junit?: string } } };
    const jobs = parse(read('examples/gitlab-client-app-audit.yml')) as Record<string, GitLabJob>;
    for (const name of ['client-app-audit-source', 'client-app-audit-org']) {
      const { script = [], artifacts } = jobs[name] ?? {};
      expect(script.join('\n')).to.include(`--output-file ${artifacts?.reports?.junit ?? '-'}`);
    }
    const lines = Object.values(jobs)
      .flatMap(({ script = [], after_script = [] }) => [...script, ...after_script])
      .join('\n')
      .split('\n');
    const secret = /\$(?:AUDITOR_SFDX_AUTH_URL|AUDIT_COMMENT_TOKEN)/;
    for (const line of lines.filter((one) => secret.test(one) && !one.includes('[ -n')))
      expect(line.trim()).to.match(/^printf '[^']*' "\$\w+" \|/);
  });
});
