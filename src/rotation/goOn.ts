import type { AnyRotation } from './anyRotation.js';
import { resumeCertificateRotation, startCertificateRotation, undoCertificateRotation } from './certificate/session.js';
import { resumeGuidedRotation, undoGuidedRotation } from './guided/session.js';
import { resumeRotation, startRotation, undoRotation } from './secret/session.js';
import type { SessionOptions } from './session.js';

/** Rotates whatever the app signs in with, for callers that nobody stands beside. */
export const startUnattended = async (
  options: SessionOptions,
  secret: Parameters<typeof startRotation>[1],
): Promise<AnyRotation> => {
  const { app } = await options.subject();
  return app.flow === 'jwt-bearer' ? startCertificateRotation(options) : startRotation(options, secret);
};

/** Goes on with a rotation, of whatever kind it is. */
export const resumeAnyRotation = (
  options: SessionOptions,
  found: AnyRotation,
  { retireNow }: { retireNow: boolean },
): Promise<AnyRotation> => {
  if (found.kind === 'certificate') return resumeCertificateRotation(options, found);
  if (found.kind === 'guided') return resumeGuidedRotation(options, found);
  return resumeRotation(options, found, { retireNow });
};

/** Undoes what can be undone of a rotation, of whatever kind it is. */
export const undoAnyRotation = (options: SessionOptions, found: AnyRotation): Promise<AnyRotation> => {
  if (found.kind === 'certificate') return undoCertificateRotation(options, found);
  return found.kind === 'guided' ? undoGuidedRotation(options, found) : undoRotation(options, found);
};
