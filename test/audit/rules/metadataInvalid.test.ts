import { expect } from 'chai';
import { metadataInvalid as rule } from '../../../src/audit/rules/metadataInvalid.js';
import type { MetadataDocument } from '../../../src/registration/document.js';
import type { Inventory } from '../../../src/inventory/types.js';
import { anApp, anInventory, context, onlyFinding, onlyReason } from './anInventory.js';
import { element } from './anElement.js';

const file = 'extlClntAppOauthSettings/Billing_oauth.ecaOauth-meta.xml';
const document = (problems: MetadataDocument['problems'] = [], parent = 'Billing'): MetadataDocument => ({
  type: 'ExtlClntAppOauthSettings',
  name: 'Billing_oauth',
  file,
  problems,
  root: element('ExtlClntAppOauthSettings', [element('externalClientApplication', parent, 6)]),
});
const header: MetadataDocument = {
  type: 'ExternalClientApplication',
  name: 'Billing',
  file: 'externalClientApps/Billing.eca-meta.xml',
  problems: [],
  root: element('ExternalClientApplication', []),
};
const run = (documents: MetadataDocument[], overrides: Partial<Inventory> = {}) =>
  rule.check(anInventory({ apps: [anApp({ documents })], documents, ...overrides }), context);

describe('rule metadata-invalid', () => {
  it('gives each problem with its place', () => {
    const problems = [
      { kind: 'unknown-element' as const, message: 'unknown element "scope".', line: 4, column: 9 },
      { kind: 'wrong-value' as const, message: 'wrong value "ENFORCE"; did you mean "Enforce"?', line: 7, column: 5 },
    ];
    const outcomes = run([header, document(problems)]);
    expect(rule.severity).to.equal(3);
    expect(outcomes[0]).not.to.have.property('confidence');
    expect(outcomes.map((one) => one.kind === 'finding' && [one.app?.name, one.location, one.message])).to.deep.equal([
      [
        'Billing',
        { file, startLine: 4, startColumn: 9 },
        'A file of Billing is not valid metadata: unknown element "scope".',
      ],
      [
        'Billing',
        { file, startLine: 7, startColumn: 5 },
        'A file of Billing is not valid metadata: wrong value "ENFORCE"; did you mean "Enforce"?',
      ],
    ]);
  });

  it('finds a parent that is not there', () => {
    const finding = onlyFinding(run([header, document([], 'Biling')]));
    expect(finding.location).to.deep.equal({ file, startLine: 6, startColumn: 5 });
    expect(finding.message).to.contain('Biling');
    expect(finding.confidence).to.equal('medium');
  });

  it('finds a file that names no parent, once', () => {
    expect(onlyFinding(run([header, document([], '')])).evidence).to.contain('names no parent');
    const missing = {
      kind: 'missing-element' as const,
      message: 'externalClientApplication is missing',
      line: 2,
      column: 1,
    };
    expect(onlyFinding(run([header, document([missing], '')])).location?.startLine).to.equal(2);
  });

  it('finds malformed files that were passed over, once', () => {
    const skipped = [
      { file: 'connectedApps/Cut.connectedApp-meta.xml', reason: 'unclosed tag: label', line: 9, column: 1 },
    ];
    const finding = onlyFinding(run([header, document()], { skipped }));
    expect(finding.appName).to.equal('Cut');
    expect(finding.location).to.deep.equal({ file: skipped[0]?.file, startLine: 9, startColumn: 1 });

    const malformed = { kind: 'malformed' as const, message: 'unclosed tag: label', line: 9, column: 1 };
    const read = { type: 'ConnectedApp', name: 'Cut', file: skipped[0]!.file, problems: [malformed] };
    expect(run([read], { skipped })).to.have.length(1);
  });

  it('holds for valid files, whatever the case of the parent', () => {
    expect(run([header, document(), document([], 'billing')])).to.deep.equal([]);
  });

  it('says once what was said before', () => {
    const orphan = { kind: 'wrong-value' as const, message: 'there is no app "Biling"', line: 6, column: 5 };
    const finding = onlyFinding(run([header, document([orphan], 'Biling')]));
    expect(finding.evidence).to.contain('there is no app');
    expect(finding.confidence).to.equal('medium');
  });

  it('leaves policies of an installed package alone', () => {
    const orphan = { kind: 'wrong-value' as const, message: 'there is no app "acme__Billing"', line: 6, column: 5 };
    expect(run([document([], 'acme__Billing'), document([orphan], 'acme__Billing')])).to.deep.equal([]);
    const other = { ...orphan, line: 9 };
    expect(run([document([other], 'acme__Billing')])).to.have.length(1);
  });

  it('cannot say for files that were not read', () => {
    const skipped = [{ file: 'connectedApps/Big.connectedApp-meta.xml', reason: 'it cannot be opened' }];
    expect(onlyReason(run([], { skipped }))).to.equal(`${skipped[0]?.file}: it cannot be opened`);
    const large = { kind: 'too-large' as const, message: 'more than 10 MB', line: 1, column: 1 };
    expect(onlyReason(run([header, document([large])]))).to.contain('more than 10 MB');
  });
});
