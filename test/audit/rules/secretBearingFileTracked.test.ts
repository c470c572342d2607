import { expect } from 'chai';
import { secretBearingFileTracked as rule } from '../../../src/audit/rules/secretBearingFileTracked.js';
import { known, type Inventory } from '../../../src/inventory/types.js';
import type { XmlElement } from '../../../src/registration/xml/element.js';
import { anApp, anInventory, context, onlyFinding, onlyReason } from './anInventory.js';
import { element } from './anElement.js';

const file = 'extlClntAppGlobalOauthSets/Billing_glbloauth.ecaGlblOauth-meta.xml';
const key = '3MVG9example.key';

const settings = (children: XmlElement[], type = 'ExtlClntAppGlobalOauthSettings') => ({
  type,
  name: 'Billing_glbloauth',
  file,
  problems: [],
  root: element(type, [...children, element('externalClientApplication', 'Billing')]),
});

const run = (document: Inventory['documents'][number], overrides: Partial<Inventory> = {}) =>
  rule.check(
    anInventory({
      apps: [anApp({ documents: [document] })],
      documents: [document],
      trackedFiles: known(new Set([file])),
      ...overrides,
    }),
    context,
  );

describe('rule secret-bearing-file-tracked', () => {
  it('finds a tracked file with a key', () => {
    const finding = onlyFinding(run(settings([element('consumerKey', key, 4)])));
    expect(rule.severity).to.equal(2);
    expect(finding.app?.name).to.equal('Billing');
    expect(finding.location).to.deep.equal({ file, startLine: 4, startColumn: 5 });
    expect(finding.message).to.equal('Git tracks a file of Billing that holds consumerKey.');
    expect(JSON.stringify({ ...finding, app: undefined })).not.to.contain(key);
  });

  it('finds a tracked push file with a signing key, deep inside', () => {
    const push = settings([element('applePushConfig', [element('signingKey', 'pem', 9)])], 'ExtlClntAppPushSettings');
    expect(onlyFinding(run(push)).location?.startLine).to.equal(9);
  });

  it('names the app that the file names when none was read', () => {
    const finding = onlyFinding(run(settings([element('consumerSecret', 'x1y2z3')]), { apps: [] }));
    expect(finding.appName).to.equal('Billing');
    expect(finding.message).to.contain('Billing').and.to.contain('consumerSecret');
  });

  it('holds for a file that git does not track', () => {
    expect(run(settings([element('consumerKey', key)]), { trackedFiles: known(new Set<string>()) })).to.deep.equal([]);
  });

  it('holds for configuration without a key or secret', () => {
    expect(run(settings([element('callbackUrl', 'https://a.example'), element('consumerKey', '')]))).to.deep.equal([]);
  });

  it('holds for placeholders', () => {
    for (const text of ['${CONSUMER_KEY}', '{{ key }}', '__KEY__', '$KEY', 'REDACTED', 'xxxx']) {
      expect(run(settings([element('consumerKey', text)])), text).to.deep.equal([]);
    }
  });

  it('looks at no other file', () => {
    expect(run(settings([element('consumerKey', key)], 'ConnectedApp'))).to.deep.equal([]);
  });

  it('cannot say outside a repository, if the file holds something', () => {
    const trackedFiles = { known: false as const, reason: 'the project is not in a git repository' };
    expect(onlyReason(run(settings([element('consumerKey', key)]), { trackedFiles }))).to.equal(trackedFiles.reason);
    expect(run(settings([]), { trackedFiles })).to.deep.equal([]);
  });

  it('cannot say for a tracked file that cannot be parsed', () => {
    const { type, name } = settings([]);
    expect(onlyReason(run({ type, name, file, problems: [] }))).to.contain(file);
  });
});
