import { expect } from 'chai';
import { rotateOnDeploy } from '../../../src/audit/rules/rotateOnDeploy.js';
import { anApp, anInventory, at, check, context, onlyFinding, onlyReason } from './anInventory.js';

const rotating = { rotatesOnDeploy: [{ value: { element: 'shouldRotateConsumerKey' }, at: at(12) }] };

describe('rule rotate-on-deploy', () => {
  it('finds a switch that replaces the credential', () => {
    const app = anApp(rotating);
    const finding = onlyFinding(check(rotateOnDeploy, anApp({ name: 'Other' }), app));
    expect(rotateOnDeploy.severity).to.equal(2);
    expect(finding.app).to.equal(app);
    expect(finding.location).to.deep.equal(at(12));
    expect(finding.subject).to.equal('shouldRotateConsumerKey');
    expect(finding.message).to.equal('Every deploy of Billing replaces its consumer key.');
  });

  it('tells the secret from the key', () => {
    const app = anApp({ rotatesOnDeploy: [{ value: { element: 'shouldRotateConsumerSecret' } }] });
    const finding = onlyFinding(check(rotateOnDeploy, app));
    expect(finding.message).to.contain('consumer secret');
    expect(finding.location).to.equal(undefined);
  });

  it('holds for an app without the switches', () => {
    expect(check(rotateOnDeploy, anApp())).to.deep.equal([]);
  });

  it('looks at source only', () => {
    expect(check(rotateOnDeploy, anApp({ ...rotating, origin: { kind: 'org', org: 'uat', id: '0xI000000000001' } }))).to
      .be.empty;
  });

  it('cannot say for a file that cannot be parsed', () => {
    const file = 'Billing_glbloauth.ecaGlblOauth-meta.xml';
    const documents = [
      { type: 'ExtlClntAppGlobalOauthSettings', name: 'Billing_glbloauth', file, problems: [] },
      { type: 'ExtlClntAppOauthSettings', name: 'Billing_oauth', file: 'other', problems: [] },
    ];
    expect(onlyReason(rotateOnDeploy.check(anInventory({ documents }), context))).to.equal(
      `the file ${file} could not be read`,
    );
  });
});
