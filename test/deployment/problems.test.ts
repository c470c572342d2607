import { expect } from 'chai';
import { deployFailure, isKeyConflict } from '../../src/deployment/problems.js';
import type { DeployAnswer, DeployProblem } from '../../src/metadata/deploy.js';

const problem = (text: string, more: Partial<DeployProblem> = {}): DeployProblem => ({
  type: 'ConnectedApp',
  fullName: 'AcmeErp',
  problem: text,
  ...more,
});

const answer = (...problems: DeployProblem[]): DeployAnswer => ({
  id: '0Af000000000001AAA',
  status: 'Failed',
  success: false,
  components: [],
  problems,
});

/** What orgs say, as platform.md quotes it, and the error it deserves with a word of its advice. */
const known: ReadonlyArray<[text: string, name: string, advice: RegExp]> = [
  [
    "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
    'ConnectedAppCreationBlockedError',
    /--registration external-client-app/,
  ],
  ['The consumer key is already taken.', 'ConsumerKeyTakenError', /Remove <consumerKey>/],
  [
    'Enter a valid execution user for the OAuth client credentials flow.',
    'RunAsUserUnknownError',
    /identity\.user[^]*API Only/,
  ],
  ['In field: permissionSetName - no PermissionSet named AcmeErp_Access found', 'PermissionSetUnknownError', /_Access/],
  [
    "We couldn't update your OAuth link because it doesn't have distribution state PACKAGED",
    'ForeignOrgReferenceError',
    /<oauthLink>/,
  ],
  ['insufficient access rights on cross-reference id', 'DeployPermissionMissingError', /ExternalClientAppDeveloper/],
];

describe('a deploy that the org refused', () => {
  for (const [text, name, advice] of known)
    it(`is a ${name}`, () => {
      const error = deployFailure(answer(problem(text)));
      expect(error.name).to.equal(name);
      expect(error.message).to.contain('AcmeErp');
      expect(error.actions?.join('\n')).to.match(advice);
      expect(error.data).to.include({ deployId: '0Af000000000001AAA' });
    });

  it('is told with everything that the org said, the known cause first', () => {
    const error = deployFailure(
      answer(
        problem('odd', { type: 'PermissionSet', fullName: 'AcmeErp_Data', filePath: '/p/x.xml', line: 7, column: 3 }),
        problem('The consumer key is already taken.'),
      ),
    );
    expect(error.name).to.equal('ConsumerKeyTakenError');
    expect(error.message.split('\n')).to.deep.equal([
      'The consumer key of AcmeErp is taken: keys are unique across all orgs.',
      '  PermissionSet AcmeErp_Data: odd (/p/x.xml:7:3)',
    ]);
  });

  it('is a DeployFailedError with all that was said when the cause is not known', () => {
    const error = deployFailure(
      answer(problem('first'), problem('second', { type: '', fullName: '', filePath: '/p/x.xml' })),
    );
    expect(error.name).to.equal('DeployFailedError');
    expect(error.message.split('\n')).to.deep.equal([
      'The org refused the deploy 0Af000000000001AAA; nothing was changed.',
      '  ConnectedApp AcmeErp: first',
      '  second (/p/x.xml)',
    ]);
    expect(error.actions).to.have.length(1);
    expect(error.data).to.have.property('problems').with.length(2);
  });

  it('is about the key when the org has no room for ours', () => {
    expect(isKeyConflict(answer(problem('odd'), problem('You cannot provide a Consumer Key')))).to.equal(true);
    expect(isKeyConflict(answer(problem('The consumer key is already taken.')))).to.equal(true);
    expect(isKeyConflict(answer(problem('odd')))).to.equal(false);
  });
});
