import type { CertificateRotation } from './types.js';

/** How long the store had the key of one certificate and the org the other. */
export type CutOver = { from: string; to: string; seconds: number; isAtMost: boolean };

/**
 * From the moment that the org took the new certificate to the moment that the store had the new key, or that the org had
 * the old certificate again. The org's clock tells whole seconds, so they are rounded up.
 */
export const cutOverOf = ({
  promotedAt,
  deployBegunAt,
  swappedAt,
  back,
  windowIsAtMost = false,
}: CertificateRotation): CutOver | undefined => {
  // A run on another machine that had deployed it already tells nobody when.
  if (deployBegunAt === undefined) return undefined;
  const from = promotedAt ?? deployBegunAt;
  const to = swappedAt ?? back?.restoredAt;
  if (to === undefined) return undefined;
  const seconds = Math.max(1, Math.ceil((Date.parse(to) - Date.parse(from)) / 1000));
  return { from, to, seconds, isAtMost: windowIsAtMost || promotedAt === undefined };
};

/** The window in a sentence. */
export const windowNote = (record: CertificateRotation): string | undefined => {
  const window = cutOverOf(record);
  if (!window) return undefined;
  const { from, to, seconds, isAtMost } = window;
  const long = `${isAtMost ? 'At most ' : ''}${seconds} s`;
  return `Cut-over: ${long}, from ${from} to ${to}, in which programs with the stored key got no token. An app has room for one certificate.`;
};
