import { expect } from 'chai';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { junit } from '../../src/report/junit.js';
import { aFinding, aRule } from '../audit/support.js';
import { aContext, aReport, attacks, reportOf } from './support.js';

type Element = { name: string; attributes: Record<string, string>; children: Element[]; text: string };

/** As XML 1.0 has it: whatever is not well-formed throws. */
const read = (text: string): Element => {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes: attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (part) => {
    const current = open.at(-1);
    if (current) current.text += part;
  });
  parser.on('closetag', () => open.pop());
  parser.write(text).close();
  const [first] = root.children;
  if (!first) throw new Error('no root');
  return first;
};

const shapeOf = (root: Element): string[] =>
  root.children.flatMap((suite) =>
    suite.children.map(({ attributes, children }) =>
      [suite.attributes['name'], attributes['name'], ...children.map(({ name }) => name)].join(' | '),
    ),
  );

describe('the JUnit report', () => {
  const rules = [
    aRule('full-scope'),
    aRule('stale-token', [], { modes: ['org'] }),
    aRule('holds'),
    aRule('unsure', [], { modes: ['source', 'org'] }),
  ];
  const report = aReport({
    preflight: [
      { org: 'uat', permission: 'ViewSetup', label: 'View Setup', held: true, hides: 'settings' },
      { org: 'uat', permission: 'ManageUsers', label: 'Manage Users', held: 'unknown', hides: 'users', reason: 'r' },
    ],
    findings: [
      aFinding(),
      aFinding({ message: 'again' }),
      aFinding({ app: 'Crm', waived: { owner: 'Ann', reason: 'r', expires: '2027-01-01' } }),
      aFinding({ app: 'Erp', org: 'uat', baseline: true }),
      aFinding({ app: '' }),
    ],
    inconclusive: [{ rule: 'unsure', app: 'Crm', reason: 'the file is not in source' }],
    coverage: [
      { source: 'source:force-app', status: 'complete', rows: 3 },
      { source: 'org', status: 'unavailable', reason: 'no org was audited' },
    ],
  });

  it('has a suite for each rule and a case for each app; what is unknown passes nowhere', () => {
    expect(shapeOf(read(junit(report, aContext({ rules }))))).to.deep.equal([
      'preflight | uat: View Setup (ViewSetup)',
      'preflight | uat: Manage Users (ManageUsers) | skipped',
      'coverage | source:force-app (3 rows)',
      'coverage | org | skipped',
      'full-scope | Billing (connected-app) | failure',
      'full-scope | Crm (connected-app) | skipped',
      'full-scope | Erp (connected-app) in uat | skipped',
      'full-scope | project and org (connected-app) | failure',
      'stale-token | not run | skipped',
      'holds | holds for every app that was audited',
      'unsure | Crm: not answered | skipped',
    ]);
  });

  it('counts right', () => {
    const root = read(junit(report, aContext({ rules })));
    expect(root.attributes).to.include({ tests: '11', failures: '2', errors: '0', skipped: '6' });
    const [suite] = root.children.filter(({ attributes }) => attributes['name'] === 'full-scope');
    expect(suite?.attributes).to.include({ tests: '4', failures: '2', errors: '0', skipped: '2' });
  });

  it('says in a failure what was found, where and what to do, for each finding of the case', () => {
    const root = read(junit(report, aContext({ rules })));
    const failure = root.children
      .flatMap(({ children }) => children)
      .flatMap(({ children }) => children)
      .find(({ name }) => name === 'failure');
    expect(failure?.attributes['message']).to.equal('High: Billing asks for the full scope. (and 1 more)');
    for (const part of [
      'at: force-app/Billing.connectedApp-meta.xml:7:9',
      'seen: scope: full',
      'remedy: Ask for less.',
      'again',
    ]) {
      expect(failure?.text).to.include(part);
    }
  });

  for (const [what, text] of attacks) {
    it(`is well-formed and of the same shape with ${what} in every field`, () => {
      const written = junit(reportOf(text), aContext());
      const root = read(written);
      expect(XMLValidator.validate(written)).to.equal(true);
      expect(() => new XMLParser({ processEntities: false }).parse(written) as unknown).to.not.throw();
      const names = new Set(
        root.children.flatMap(({ children }) => children).flatMap(({ children }) => children.map(({ name }) => name)),
      );
      expect([...names].sort()).to.deep.equal(['failure', 'skipped']);
      expect(root.children.map(({ attributes }) => attributes['name'])).to.deep.equal([
        'preflight',
        'coverage',
        'full-scope',
        'stale-token',
      ]);
    });
  }
});
