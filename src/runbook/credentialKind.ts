import { usesSecret, type ClientApp } from '../app/clientApp.js';

/** How the credential of an app is rotated; no API rotates the secret of a connected app (platform.md 4.3). */
export type RotationKind = 'staged-secret' | 'secret-in-setup' | 'certificate' | 'none';

export const rotationKindOf = (app: Pick<ClientApp, 'flow' | 'model' | 'registration'>): RotationKind => {
  if (app.flow === 'jwt-bearer') return 'certificate';
  if (!usesSecret(app)) return 'none';
  return app.registration === 'external-client-app' ? 'staged-secret' : 'secret-in-setup';
};

export const credentialNames: Record<RotationKind, string> = {
  'staged-secret': 'consumer key and consumer secret',
  'secret-in-setup': 'consumer key and consumer secret',
  certificate: 'private key, and the certificate that goes with it',
  none: 'consumer key only: the program holds no secret',
};

/** A day and so many days more, `YYYY-MM-DD`. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
