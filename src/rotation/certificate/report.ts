import { parseCertificate } from '../../certificate/certificate.js';
import { rotateCommand } from '../problems.js';
import type { RotationReport } from '../report.js';
import type { CertificateRotation } from './types.js';
import { cutOverOf } from './window.js';

const nextOf = (record: CertificateRotation): string => {
  const { stage, back } = record;
  if (stage === 'retired') return 'Commit what changed in the project, if there is one. The old key is destroyed.';
  if (stage === 'cancelled') return 'Nothing: the key and the certificate from before are still in use.';
  if (stage === 'failed')
    return `See why it failed; then start again: ${rotateCommand('start', record, ' --credential certificate')}.`;
  if (back) return `Go on putting everything back: ${rotateCommand('resume', record)}.`;
  return `Go on: ${rotateCommand('resume', record)}.`;
};

/** What the org has now, as far as it was seen. */
const certificateOf = ({ oldCertificate, newCertificate, promotedAt, back }: CertificateRotation) =>
  parseCertificate((promotedAt === undefined || back ? oldCertificate : newCertificate) ?? '');

/** What people and programs are told about the rotation of a key pair. */
export const certificateReport = (record: CertificateRotation): RotationReport => {
  const { app, org, stage, startedAt, by, promotedAt, endedAt, consumerKey, store, notes, back } = record;
  const certificate = certificateOf(record);
  const cutOver = cutOverOf(record);
  return {
    app,
    org,
    credential: 'certificate',
    stage,
    startedAt,
    startedBy: by,
    ...(promotedAt === undefined || back ? {} : { promotedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    consumerKey,
    ...(certificate && {
      certificateFingerprint: certificate.fingerprint256,
      certificateValidTo: certificate.validToDate.toISOString(),
    }),
    ...(cutOver && { cutOver }),
    store,
    notes,
    next: nextOf(record),
  };
};
