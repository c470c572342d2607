import type { CertificateRotation } from './certificate/types.js';
import type { GuidedRotation } from './guided/types.js';
import type { RotationRecord } from './types.js';

/** Whatever the journal has: an app has one rotation at a time, of whatever kind. */
export type AnyRotation = RotationRecord | CertificateRotation | GuidedRotation;
