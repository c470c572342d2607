import { expect } from 'chai';
import { sortFindings, sortInconclusive } from '../../src/audit/order.js';
import type { AuditFinding, AuditInconclusive } from '../../src/audit/result.js';
import { aFinding } from './support.js';

const rank = new Map([
  ['first', 0],
  ['second', 1],
  ['third', 2],
]);

const { location: _, ...placeless } = aFinding({ rule: 'second', app: 'B' });
const at = (file: string, startLine: number, startColumn: number) => ({ location: { file, startLine, startColumn } });

/** Each stands behind the one before for one reason alone. */
const findings: AuditFinding[] = [
  { ...placeless, rule: 'audit-blind-spot', severity: 5 },
  { ...placeless, rule: 'third', severity: 1 },
  { ...placeless, rule: 'not in the catalogue' },
  { ...placeless, rule: 'second', app: 'A' },
  placeless,
  { ...placeless, evidence: 'scope: full twice' },
  { ...placeless, evidence: 'scope: full twice', fingerprint: 'g'.repeat(64) },
  { ...placeless, message: 'Billing asks for the full scope. Again.' },
  { ...placeless, user: 'a@b.example' },
  { ...placeless, user: 'c@d.example' },
  { ...placeless, ...at('a.xml', 9, 9) },
  { ...placeless, ...at('b.xml', 1, 9) },
  { ...placeless, ...at('b.xml', 9, 1) },
  { ...placeless, ...at('b.xml', 9, 10) },
  { ...placeless, ...at('b.xml', 10, 1) },
  { ...placeless, org: 'prod' },
  { ...placeless, org: 'uat' },
  { ...placeless, app: 'a' },
  { ...placeless, rule: 'third' },
  { ...placeless, rule: 'first', severity: 3 },
];

const inconclusive: AuditInconclusive[] = [
  { rule: 'first', app: 'B', reason: 'z' },
  { rule: 'second', reason: 'a' },
  { rule: 'second', reason: 'b' },
  { rule: 'second', org: 'prod', reason: 'a' },
  { rule: 'second', org: 'uat', reason: 'a' },
  { rule: 'second', app: 'A', reason: 'a' },
  { rule: 'second', app: 'B', reason: 'a' },
  { rule: 'third', reason: 'a' },
];

/** Every second one, backwards, then the others. */
const shuffled = <T>(items: readonly T[]): T[] => [
  ...items.filter((_item, index) => index % 2 === 0).reverse(),
  ...items.filter((_item, index) => index % 2 === 1),
];

describe('the order of a report', () => {
  it('is that of severity, catalogue, app, org, place, user and words', () => {
    for (const order of [findings, findings.toReversed(), shuffled(findings)])
      expect(sortFindings(order, rank)).to.deep.equal(findings);
  });

  it('of what could not be answered is that of catalogue, app, org and reason', () => {
    for (const order of [inconclusive, inconclusive.toReversed(), shuffled(inconclusive)])
      expect(sortInconclusive(order, rank)).to.deep.equal(inconclusive);
  });

  it('keeps the first of what was said twice', () => {
    const again = { ...placeless, remedy: 'Ask for less, again.' };
    expect(sortFindings([placeless, again], rank)).to.deep.equal([placeless]);
    expect(sortFindings([again, placeless], rank)).to.deep.equal([again]);
  });

  it('leaves what it was given as it was', () => {
    const given = findings.toReversed();
    sortFindings(given, rank);
    expect(given).to.deep.equal(findings.toReversed());
  });
});
