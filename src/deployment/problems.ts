import { SfError } from '@salesforce/core/sfError';
import type { DeployAnswer, DeployProblem } from '../metadata/deploy.js';

/** What the org says -> the error it deserves. The texts are the platform's own (platform.md 1.4, 2.5, 2.7, 3.1). */
const causes: ReadonlyArray<{
  text: RegExp;
  name: string;
  message: (problem: DeployProblem) => string;
  actions: string[];
}> = [
  {
    text: /can't create a connected app/i,
    name: 'ConnectedAppCreationBlockedError',
    message: ({ fullName }) =>
      `The org does not let anyone create the Connected App ${fullName}: since Spring '26 this is off.`,
    actions: [
      'Register it as an External Client App: "sf clientapp generate app --registration external-client-app".',
      'Or allow it: Setup, External Client Apps, Settings, "Allow creation of connected apps"; where the switch is missing, ask Salesforce Support.',
    ],
  },
  {
    text: /consumer key is already taken/i,
    name: 'ConsumerKeyTakenError',
    message: ({ fullName }) => `The consumer key of ${fullName} is taken: keys are unique across all orgs.`,
    actions: ['Remove <consumerKey> from the file: it belongs to the org that the file was retrieved from.'],
  },
  {
    text: /valid execution user/i,
    name: 'RunAsUserUnknownError',
    message: ({ fullName }) =>
      `The org has no such run-as user for the client credentials flow of ${fullName}, or the user may not be one.`,
    actions: [
      'Check identity.user in the manifest (and under environments): it is a username, not an e-mail address.',
      'The user must exist, be active and be API Only before the app is deployed.',
    ],
  },
  {
    text: /no (PermissionSet|permission set) named|permission set .* (not found|does not exist)/i,
    name: 'PermissionSetUnknownError',
    message: ({ fullName, problem }) => `${fullName} names a permission set that the org does not have: ${problem}`,
    actions: [
      'Deploy the permission set with the app: "sf clientapp generate app --manifest …" writes <Name>_Access and <Name>_Data.',
    ],
  },
  {
    text: /oauth link|distribution state PACKAGED|orgScopedExternalApp/i,
    name: 'ForeignOrgReferenceError',
    message: ({ fullName, problem }) => `${fullName} refers to another org: ${problem}`,
    actions: ['Remove <oauthLink> and <orgScopedExternalApp> from the files; the org makes its own.'],
  },
  {
    text: /insufficient access|INSUFFICIENT_ACCESS/i,
    name: 'DeployPermissionMissingError',
    message: ({ type, fullName, problem }) => `The signed-in user may not change ${type} ${fullName}: ${problem}`,
    actions: [
      'External Client Apps need "Create, edit, and delete External Client Apps" (ExternalClientAppDeveloper).',
      'Deploys need "Modify Metadata Through Metadata API Functions" or "Modify All Data".',
    ],
  },
];

const place = ({ filePath, line, column }: DeployProblem): string =>
  filePath ? ` (${filePath}${line ? `:${line}${column ? `:${column}` : ''}` : ''})` : '';

const describe = (problem: DeployProblem): string =>
  `${[problem.type, problem.fullName].filter(Boolean).join(' ')}${problem.fullName ? ': ' : ''}${problem.problem}${place(problem)}`;

/** The error for a deploy that the org refused: the known cause if there is one, all that the org said in any case. */
export const deployFailure = ({ id, problems }: DeployAnswer): SfError => {
  const data = { deployId: id, problems };
  for (const problem of problems) {
    const cause = causes.find(({ text }) => text.test(problem.problem));
    if (!cause) continue;
    const others = problems.filter((other) => other !== problem).map((other) => `\n  ${describe(other)}`);
    return SfError.create({
      name: cause.name,
      message: [cause.message(problem), ...others].join(''),
      actions: cause.actions,
      data,
    });
  }
  return SfError.create({
    name: 'DeployFailedError',
    message: [
      `The org refused the deploy${id ? ` ${id}` : ''}; nothing was changed.`,
      ...problems.map((problem) => `\n  ${describe(problem)}`),
    ].join(''),
    actions: ['Correct what the org names and run the command again.'],
    data,
  });
};

/** True when the org had no room for our key although we believed that it did: someone, perhaps a killed run of ours, was faster. */
export const isKeyConflict = ({ problems }: DeployAnswer): boolean =>
  problems.some(({ problem }) => /cannot provide a Consumer Key|consumer key is already taken/i.test(problem));
