import { SfError } from '@salesforce/core/sfError';
import type { RotationProblem, RotationRecord } from './types.js';

type Explained = { name: string; message: string; actions: string[] };

const command = (verb: string, { app, org }: RotationRecord): string =>
  `"sf clientapp rotate ${verb} --name ${app} --target-org ${org}"`;

const explanations: Record<RotationProblem, (record: RotationRecord) => Explained> = {
  'foreign-pair': (record) => ({
    name: 'ForeignStagedCredentialError',
    message: `The org already holds a second pair for ${record.app} that this rotation did not make. It was left alone.`,
    actions: [
      'Find out who staged it: Setup Audit Trail names the user ("Generated temporary credentials").',
      'When nobody needs it, delete it in Setup (External Client App Manager, the app, Settings, Consumer Key and Secret).',
      `Then go on: ${command('resume', record)}.`,
    ],
  }),
  'unknown-pair': (record) => ({
    name: 'UnknownStagedStateError',
    message: `The org describes the second pair of ${record.app} with a state that this version does not know. Nothing was done to it.`,
    actions: ['Look at it in Setup, and update the plugin: "sf plugins update".'],
  }),
  'rotated-elsewhere': (record) => ({
    name: 'RotatedElsewhereError',
    message: `The consumer key of ${record.app} in ${record.org} is neither the one this rotation began with nor the one it made: somebody rotated it in the meantime.`,
    actions: [
      `End this rotation: ${command('cancel', record)}.`,
      `Bring the pair that the org has now into the store: "sf clientapp credential set --name ${record.app} --target-org ${record.org}".`,
    ],
  }),
  'credential-lost': (record) => ({
    name: 'RotatedSecretLostError',
    message: `The org uses a new pair for ${record.app}, and the store "${record.store}" holds it neither as current nor as next.`,
    actions: [
      'The old pair still works until it expires or is deleted.',
      `Read the new secret in Setup and store it: "sf clientapp credential set --name ${record.app} --target-org ${record.org}", then ${command('resume', record)}.`,
    ],
  }),
  'other-pair-stored': (record) => ({
    name: 'OtherCredentialStoredError',
    message: `The store "${record.store}" holds another pair for ${record.app} than the one that is to be rotated.`,
    actions: [
      `Look at it: "sf clientapp credential display --name ${record.app} --target-org ${record.org}".`,
      'Choose the consumer whose pair is stored with --consumer-key, or the store that holds this one with --store.',
    ],
  }),
  clock: (record) => ({
    name: 'ClockJumpedError',
    message: `By the org's clock the promotion of the new pair of ${record.app} lies in the future, so nobody can say whether the overlap is over.`,
    actions: [`To delete the old pair all the same: ${command('resume', record).replace(/"$/, ' --retire-now"')}.`],
  }),
};

/** Why a rotation can not go on by itself, as an error with what a person can do. */
export const problemError = (problem: RotationProblem, record: RotationRecord): SfError => {
  const { name, message, actions } = explanations[problem](record);
  return new SfError(message, name, actions);
};
