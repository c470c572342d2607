import { SfError } from '@salesforce/core/sfError';
import { rotateCommand } from '../problems.js';
import type { CertificateProblem, CertificateRotation } from './types.js';

type Explained = { name: string; message: string; actions: string[] };

const explanations: Record<CertificateProblem, (record: CertificateRotation) => Explained> = {
  'changed-elsewhere': (record) => ({
    name: 'CertificateChangedElsewhereError',
    message: `The certificate of ${record.app} in ${record.org} is neither the one this rotation began with nor the one it made: somebody changed it in the meantime. It was left alone.`,
    actions: [
      'Find out who deployed it: Deployment Status and View Setup Audit Trail in Setup name the user.',
      `End this rotation: ${rotateCommand('cancel', record)}.`,
    ],
  }),
  'app-gone': (record) => ({
    name: 'ClientAppGoneError',
    message: `${record.org} no longer shows an app ${record.app} with OAuth settings: it was deleted, or you may not see it any more.`,
    actions: [`End this rotation: ${rotateCommand('cancel', record)}.`],
  }),
  'other-key-stored': (record) => ({
    name: 'OtherCredentialStoredError',
    message: `The store "${record.store}" holds another private key for ${record.app} than the one that is to be rotated.`,
    actions: [
      `Look at it: "sf clientapp credential display --name ${record.app} --target-org ${record.org}".`,
      `To put everything else back as it was: ${rotateCommand('cancel', record)}.`,
    ],
  }),
  'key-lost': (record) => ({
    name: 'RotationKeyLostError',
    message: `${record.org} holds the new certificate of ${record.app}, but the store "${record.store}" has lost its private key, and the old certificate is not known here.`,
    actions: [
      `End this rotation: ${rotateCommand('cancel', record)}.`,
      `Then make a new pair and deploy it: "sf clientapp generate certificate --name ${record.app} --target-org ${record.org} --overwrite", "sf clientapp deploy --name ${record.app} --target-org ${record.org}".`,
    ],
  }),
};

/** Why a rotation can not go on by itself, as an error with what a person can do. */
export const certificateProblemError = (problem: CertificateProblem, record: CertificateRotation): SfError => {
  const { name, message, actions } = explanations[problem](record);
  return new SfError(message, name, actions);
};

export const certificateTooLate = (record: CertificateRotation): SfError =>
  new SfError(
    `The new key of ${record.app} is in use already, so there is nothing to go back to.`,
    'RotationTooLateError',
    [`Go on: ${rotateCommand('resume', record)}.`],
  );
