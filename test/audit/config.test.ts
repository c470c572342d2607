import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { defaultConfig } from '../../src/audit/auditConfig.js';
import { configJsonSchema } from '../../src/audit/configJsonSchema.js';
import { readConfig, type ConfigProblem } from '../../src/audit/config.js';

const file = 'clientapp-audit.yml';
const read = (text: string) =>
  readConfig(text, file, {
    ruleIds: new Set(['full-scope', 'stale-token']),
    selectorProblem: (selector) => (selector === 'tokns' ? 'no rule, tag or severity is named "tokns"' : undefined),
    today: new Date('2026-11-23T12:00:00Z'),
  });

const problems = (text: string): ConfigProblem[] => {
  const reading = read(text);
  return 'problems' in reading ? reading.problems : [];
};

const waiver = '{rule: full-scope, app: A, owner: o, reason: r, expires: 2027-01-01}';

describe('the audit config file', () => {
  for (const text of ['', '# nothing\n', '{}\n']) {
    it(`is every default when it is ${JSON.stringify(text)}`, () => {
      expect(read(text)).to.deep.equal({ config: defaultConfig });
    });
  }

  it('sets thresholds, severities, ignored apps and waivers', () => {
    const text = `thresholds:\n  secretAgeDays: 365\nseverities:\n  full-scope: Critical\n  stale-token: 5\nignoredApps: [Old]\nwaivers:\n  - ${waiver}\n`;
    expect(read(text)).to.deep.equal({
      config: {
        ...defaultConfig,
        thresholds: { ...defaultConfig.thresholds, secretAgeDays: 365 },
        severities: { 'full-scope': 1, 'stale-token': 5 },
        administrators: [],
        deploymentUsers: [],
        changeWindows: [],
        ignoredApps: ['Old'],
        waivers: [
          {
            rule: 'full-scope',
            app: 'A',
            owner: 'o',
            reason: 'r',
            expires: '2027-01-01',
            at: { file, startLine: 8, startColumn: 5 },
          },
        ],
      },
    });
  });

  it('sets rules, profiles and how long waivers may be', () => {
    const text =
      'version: 1\nrules: {include: [scopes], exclude: [full-scope]}\nmaxWaiverDays: 30\n' +
      'profiles:\n  sandbox:\n    thresholds: {secretAgeDays: 400}\n    severities: {full-scope: Low}\n';
    expect(read(text)).to.deep.equal({
      config: {
        ...defaultConfig,
        rules: { include: ['scopes'], exclude: ['full-scope'] },
        maxWaiverDays: 30,
        profiles: { sandbox: { thresholds: { secretAgeDays: 400 }, severities: { 'full-scope': 4 } } },
      },
    });
  });

  it('takes a waiver that ends on the last day that is allowed', () => {
    expect(read(`maxWaiverDays: 39\nwaivers:\n  - ${waiver}\n`)).to.have.property('config');
  });

  it('reads a byte order mark and Windows line ends', () => {
    expect(read('\uFEFFignoredApps:\r\n  - Old\r\n')).to.have.nested.property('config.ignoredApps.0', 'Old');
  });

  const mistakes: Array<[string, string, number, RegExp]> = [
    ['an unknown key', 'thresholds: {}\nthreshold: 5\n', 2, /unknown key "threshold"/],
    ['an unknown threshold', 'thresholds:\n  secretAgeDays: 5\n  secretAge: 5\n', 3, /unknown key "secretAge"/],
    ['a threshold that is none', 'thresholds:\n  secretAgeDays: -1\n', 2, /secretAgeDays/],
    ['an unknown severity', 'severities:\n\n  full-scope: Severe\n', 3, /a severity is Critical/],
    ['a severity beyond the scale', 'severities:\n  full-scope: 6\n', 2, /a severity is Critical/],
    ['a severity of an unknown rule', 'severities:\n  full-scop: 1\n', 2, /unknown rule "full-scop"/],
    ['a waiver of an unknown rule', `waivers:\n  - ${waiver.replace('full-scope', 'x')}\n`, 2, /unknown rule "x"/],
    ['a waiver without an owner', `waivers:\n  - ${waiver.replace('owner: o, ', '')}\n`, 2, /owner/],
    ['a waiver without a reason', `waivers:\n  - ${waiver.replace('reason: r, ', '')}\n`, 2, /reason/],
    ['a waiver with an empty reason', `waivers:\n  - ${waiver.replace('reason: r', 'reason: " "')}\n`, 2, /reason/],
    ['a waiver without an end', `waivers:\n  - ${waiver.replace(', expires: 2027-01-01', '')}\n`, 2, /expires/],
    ['a waiver to a day that is none', `waivers:\n  - ${waiver.replace('01-01', '02-30')}\n`, 2, /expires/],
    ['a waiver of no app', `waivers:\n  - ${waiver.replace('app: A, ', '')}\n`, 2, /either an app or a fingerprint/],
    ['a short fingerprint', `waivers:\n  - ${waiver.replace('app: A', 'fingerprint: abc')}\n`, 2, /64 hexadecimal/],
    ['a version of the future', 'ignoredApps: []\nversion: 2\n', 2, /version 1/],
    ['a selector that names nothing', 'rules:\n  exclude:\n    - full-scope\n    - tokns\n', 4, /named "tokns"/],
    ['a profile of no kind', 'profiles:\n  sandbox: {}\n  scratch: {}\n', 3, /unknown key "scratch"/],
    ['an unknown threshold of a profile', 'profiles:\n  sandbox:\n    thresholds:\n      x: 1\n', 4, /unknown key "x"/],
    ['an unknown rule of a profile', 'profiles:\n  sandbox:\n    severities:\n      x: 1\n', 4, /unknown rule "x"/],
    [
      'a waiver that ends too late',
      `maxWaiverDays: 38\nwaivers:\n  - ${waiver}\n`,
      3,
      /38 days ahead at most, which is 2026-12-31/,
    ],
    ['a list', '- a\n', 1, /object/],
    ['broken YAML', 'thresholds:\n  a: [1\n', 3, /./],
    ['a key that stands twice', 'ignoredApps: []\nignoredApps: []\n', 2, /unique/],
    ['an alias of nothing', 'ignoredApps: *x\n', 1, /alias/i],
  ];
  for (const [what, text, line, message] of mistakes) {
    it(`names the line of ${what}`, () => {
      const [problem] = problems(text);
      expect(problem?.message).to.match(message);
      expect(problem?.line).to.equal(line);
    });
  }

  it('stands aliases that multiply without end', () => {
    const levels = Array.from({ length: 12 }, (_, index) => {
      const aliases = Array.from({ length: 10 }, () => `*a${index}`).join(',');
      return `a${index + 1}: &a${index + 1} [${aliases}]`;
    });
    expect(problems(`a0: &a0 [x]\n${levels.join('\n')}\n`)).to.not.be.empty;
  });

  it('reads who deploys and when, and refuses a window that ends before it begins', () => {
    const text = 'deploymentUsers: [ci@acme.example]\nchangeWindows: [{days: [tue], from: "20:00", until: "24:00"}]\n';
    expect(read(text)).to.deep.equal({
      config: {
        ...defaultConfig,
        deploymentUsers: ['ci@acme.example'],
        changeWindows: [{ days: ['tue'], from: '20:00', until: '24:00' }],
      },
    });
    expect(problems('changeWindows:\n  - {days: [tue], from: "22:00", until: "02:00"}\n')).to.deep.equal([
      { message: 'changeWindows.0: a change window ends after it begins, on the same day', line: 2, column: 5 },
    ]);
    expect(problems('changeWindows: [{days: [Tuesday], from: "25:00", until: "26:00"}]\n')).to.have.length(3);
  });

  it('has a JSON schema for editors that says the same', () => {
    const published: unknown = JSON.parse(readFileSync('schemas/clientapp-audit-config.json', 'utf8'));
    expect(published).to.deep.equal(configJsonSchema());
  });
});
