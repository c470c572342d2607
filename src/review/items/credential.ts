import { usesSecret } from '../../app/clientApp.js';
import { daysAfter } from '../days.js';
import type { Part, ReviewFacts } from '../facts.js';

/** The credential: where it is, when it was rotated and when it is due. */
export const credentialItems = ({ app, rotations, certificateEnds }: ReviewFacts): Part => {
  const { credentials, flow } = app;
  const isCertificate = flow === 'jwt-bearer';
  if (!isCertificate && !usesSecret(app)) {
    const shown = 'a public client: the program holds no secret';
    return {
      items: [{ id: 'credential/none', kind: 'credential', subject: 'none', shown, details: [] }],
      notLookedAt: [],
    };
  }
  const promoted = rotations.flatMap(({ promotedAt }) => (promotedAt === undefined ? [] : [promotedAt.slice(0, 10)]));
  const last = [credentials.lastRotated, ...promoted]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
  const subject = isCertificate ? 'certificate' : 'secret';
  const history = rotations.map(
    ({ org, stage, startedAt, startedBy, credential }) =>
      `rotation of the ${credential} in ${org}: ${stage}, started ${startedAt.slice(0, 10)} by ${startedBy}`,
  );
  const shown =
    last === undefined
      ? 'no rotation is written down'
      : `last rotated ${last}, next due ${daysAfter(last, credentials.rotateEveryDays)}`;
  return {
    items: [
      {
        id: `credential/${subject}`,
        kind: 'credential',
        subject,
        shown,
        details: [
          `store: ${credentials.store}; to be rotated every ${credentials.rotateEveryDays} days`,
          ...(certificateEnds === undefined ? [] : [`the certificate ends ${certificateEnds}`]),
          ...history,
        ],
      },
    ],
    notLookedAt: [
      ...(last === undefined ? [{ what: `age of the ${subject}`, reason: 'no rotation of it is written down' }] : []),
      ...(isCertificate && certificateEnds === undefined
        ? [{ what: 'end of the certificate', reason: 'its file is not in the project, or cannot be read' }]
        : []),
    ],
  };
};
