import type { ClientApp } from '../app/clientApp.js';
import type { CommandLines } from './commandLines.js';
import { rotationKindOf, type RotationKind } from './credentialKind.js';
import { commandBlock, parts, steps } from './markdown.js';

type Procedure = (lines: CommandLines) => string;

const before = (lines: CommandLines): readonly [string, string] => [
  'See that the app works now, and that no rotation is under way: a broken app is mended first.',
  commandBlock(lines.verify, lines.report),
];

const later = (lines: CommandLines): readonly [string, string] => [
  'When the overlap is over (the report says when), delete the old pair.',
  commandBlock(lines.report, lines.resume),
];

const rotations: Record<RotationKind, Procedure> = {
  'staged-secret': (lines) =>
    steps([
      before(lines),
      [
        'Start. The org makes a second pair; it is stored as "next", proved to get a token, and only then made the app’s own. The old pair goes on working.',
        commandBlock(lines.rotateSecret),
      ],
      [
        'Where the org does not let secrets be read, the command says so. This raises the switch for the time of the command and puts it back:',
        commandBlock(lines.rotateWithSetting),
      ],
      ['Killed, or the network is gone? Go on where it was.', commandBlock(lines.resume)],
      ['Give the new key and the new secret to every consumer that does not read the store: both have changed.'],
      later(lines),
    ]),
  'secret-in-setup': (lines) =>
    steps([
      before(lines),
      [
        'Start. No API rotates the secret of a Connected App: the command opens the page in Setup, takes the new pair from you without showing it, proves it and stores it.',
        commandBlock(lines.rotateSecret),
      ],
      ['Killed, or the network is gone? Go on where it was.', commandBlock(lines.resume)],
      ['Give the new key and the new secret to every consumer that does not read the store: both may have changed.'],
      ['Write down what is not done yet.', commandBlock(lines.report)],
    ]),
  certificate: (lines) =>
    steps([
      before(lines),
      [
        'Start. A new key pair is made and stored, its certificate is deployed, and a login with it is proved. An app has one certificate, so programs that sign with the old key fail from the deploy until they read the new one.',
        commandBlock(lines.rotateCertificate),
      ],
      ['Killed, or the network is gone? Go on where it was.', commandBlock(lines.resume)],
      ['Give the new private key to every consumer that does not read the store.'],
      ['Commit the new certificate and the manifest; they hold no secret.'],
    ]),
  none: (lines) =>
    parts(
      'There is no secret to rotate: the program is public, and proves itself with PKCE. What can leak are tokens of its users; they are revoked.',
      commandBlock(lines.revokePlan, lines.revoke),
    ),
};

/** Step by step, with the very commands. */
export const rotationSection = (app: ClientApp, lines: CommandLines): string =>
  parts('## Rotation', rotations[rotationKindOf(app)](lines));

/** How to know that it worked. */
export const verificationSection = (lines: CommandLines): string =>
  parts(
    '## Verification',
    'What must work works, and what must be refused is refused:',
    commandBlock(lines.verify),
    'Which versions are stored, without their secrets; and what the org has:',
    commandBlock(lines.credential, lines.display),
  );

const rollbacks: Record<RotationKind, Procedure> = {
  'staged-secret': (lines) =>
    parts(
      'Until the new pair is the app’s own, everything can be undone:',
      commandBlock(lines.cancel),
      'After that it can’t be undone, and need not be: the old pair works until it is deleted or the org drops it, and the store has it as "previous". Leave it there until every consumer has changed; the report says how long that can be.',
      commandBlock(lines.report),
    ),
  'secret-in-setup': (lines) =>
    parts(
      'Until the new pair is applied in Setup, it can be cancelled there, and here:',
      commandBlock(lines.cancel),
      'After that the old pair is gone. Go on with the new one.',
      commandBlock(lines.resume),
    ),
  certificate: (lines) =>
    parts(
      'A new certificate that doesn’t let the app in is taken back by the command itself. By hand: bring the old certificate file back from source control, and deploy it; the store has the old key as "previous" until it is destroyed.',
      commandBlock(lines.cancel, lines.deploy, lines.verify),
    ),
  none: (lines) =>
    parts('Nothing to take back: revoked tokens stay revoked, and users sign in again.', commandBlock(lines.verify)),
};

/** What to do when it did not. */
export const rollbackSection = (app: ClientApp, lines: CommandLines): string =>
  parts('## Rollback', rollbacks[rotationKindOf(app)](lines));

const renew = (kind: RotationKind, lines: CommandLines): ReadonlyArray<readonly [string, string?]> => {
  if (kind === 'none') return [];
  const start = kind === 'certificate' ? lines.rotateCertificate : lines.rotateSecret;
  const retire = kind === 'staged-secret' ? [`${start} --retire-now`, lines.retireNow] : [start];
  return [
    [
      kind === 'staged-secret'
        ? 'Replace the credential without an overlap: the leaked pair is deleted as soon as the new one works. A rotation that is under way already is ended the same way (second command).'
        : 'Replace the credential; the old one is of no use from then on.',
      commandBlock(...retire),
    ],
  ];
};

/** A leak, or a suspicion of one. The credential goes first: with it, whoever has it gets new tokens for revoked ones. */
export const incidentSection = (app: ClientApp, lines: CommandLines): string => {
  const kind = rotationKindOf(app);
  const disable =
    app.registration === 'external-client-app'
      ? 'If the app must not work for anybody until you know more, switch it off.'
      : 'If the app must not work for anybody until you know more, block it. No API switches a Connected App off: the command revokes what it can, and says which page in Setup blocks the rest.';
  return parts(
    '## Incident',
    'The credential or a token has leaked, or somebody thinks so.',
    steps([
      ['Tell the owner (see Contacts), and write down when and what.'],
      ['See what there is to revoke. Nothing is changed.', commandBlock(lines.revokePlan)],
      ...renew(kind, lines),
      ['Revoke all tokens, and end what is signed in. The log of it is for the case file.', commandBlock(lines.revoke)],
      [disable, commandBlock(lines.disable)],
      ['See what the app did, and what else is open.', commandBlock(lines.audit)],
      [
        'Was it switched off? Let it in again: deploy it as the manifest has it, replace its credential if that is not done, and prove it.',
        commandBlock(lines.deploy, lines.verify),
      ],
      ['Review it.', commandBlock(lines.review)],
    ]),
  );
};
