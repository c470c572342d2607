import { SfError } from '@salesforce/core/sfError';
import { maskKey } from '../secrets/redact.js';
import type { RotationProblem, RotationRecord } from './types.js';

type Explained = { name: string; message: string; actions: string[] };

/** A command on this rotation, in quotes, as errors and reports name it. */
export const rotateCommand = (
  verb: 'start' | 'resume' | 'cancel',
  { app, org }: Pick<RotationRecord, 'app' | 'org'>,
  more = '',
): string => `"sf clientapp rotate ${verb} --name ${app} --target-org ${org}${more}"`;

/** What the explanations speak of: a rotation of a pair, of whatever kind. */
type PairRotation = Pick<RotationRecord, 'app' | 'org' | 'store' | 'newKey' | 'promotedAt'>;

const explanations: Record<RotationProblem, (record: PairRotation) => Explained> = {
  'foreign-pair': (record) => ({
    name: 'ForeignStagedCredentialError',
    message: `The org already holds a second pair for ${record.app} that this rotation did not make. It was left alone.`,
    actions: [
      'Find out who staged it: Setup Audit Trail names the user ("Generated temporary credentials").',
      'When nobody needs it, delete it in Setup (External Client App Manager, the app, Settings, Consumer Key and Secret).',
      `Then go on: ${rotateCommand('resume', record)}.`,
    ],
  }),
  'unknown-pair': (record) => ({
    name: 'UnknownStagedStateError',
    message: `The org describes the second pair of ${record.app} with a state that this version does not know. Nothing was done to it.`,
    actions: [
      'Look at it in Setup (External Client App Manager, the app, Settings, Consumer Key and Secret).',
      'Update the plugin ("sf plugins update"): a newer version may know the state.',
      `Then go on: ${rotateCommand('resume', record)}.`,
    ],
  }),
  'rotated-elsewhere': (record) => ({
    name: 'RotatedElsewhereError',
    message: `The consumer key of ${record.app} in ${record.org} is neither the one this rotation began with nor the one it made: somebody rotated it in the meantime.`,
    actions: [
      `End this rotation: ${rotateCommand('cancel', record)}.`,
      `Bring the pair that the org has now into the store: "sf clientapp credential set --name ${record.app} --target-org ${record.org}".`,
    ],
  }),
  'consumer-gone': (record) => ({
    name: 'ConsumerGoneError',
    message: `${record.app} in ${record.org} no longer has the consumer that was being rotated: the app was deleted, or made anew.`,
    actions: [`End this rotation: ${rotateCommand('cancel', record)}.`],
  }),
  'other-pair-stored': (record) => ({
    name: 'OtherCredentialStoredError',
    message: `The store "${record.store}" holds another pair for ${record.app} than the one that is to be rotated.`,
    actions: [
      `Look at it: "sf clientapp credential display --name ${record.app} --target-org ${record.org}".`,
      record.promotedAt === undefined
        ? `If that pair is the one to rotate, undo this rotation (${rotateCommand('cancel', record)}) and start again with its --consumer-key.`
        : `The org uses the pair with the key ${maskKey(record.newKey ?? '')} now. Move the other pair away ("sf clientapp credential copy"), put this one in its place ("sf clientapp credential set"), then ${rotateCommand('resume', record)}.`,
    ],
  }),
  clock: (record) => ({
    name: 'ClockJumpedError',
    message: `By the org's clock the promotion of the new pair of ${record.app} lies in the future, so nobody can say whether the overlap is over.`,
    actions: [`To delete the old pair all the same: ${rotateCommand('resume', record, ' --retire-now')}.`],
  }),
};

/** Why a rotation can not go on by itself, as an error with what a person can do. */
export const problemError = (problem: RotationProblem, record: PairRotation): SfError => {
  const { name, message, actions } = explanations[problem](record);
  return new SfError(message, name, actions);
};
