import type { Component } from './metadata/index.js';
import type { Org, Profile } from './org.js';

/** Two standard profiles have names of their own in metadata. */
const metadataNames: Record<string, string> = { 'System Administrator': 'Admin', 'Standard User': 'Standard' };

/** A profile as the Metadata API shows it: login ranges stand here only, in no column (audit.md A.10). */
export const profileComponent = (org: Org, profile: Profile): Component => {
  const by = org.records('User')[0]?.Id ?? '';
  const now = org.clock.now();
  return {
    type: 'Profile',
    fullName: metadataNames[profile.name] ?? profile.name,
    id: profile.id,
    fields: {
      custom: String(profile.name in metadataNames === false),
      loginIpRanges: profile.loginIpRanges.map(({ start, end }) => ({ endAddress: end, startAddress: start })),
      userLicense: profile.license,
      userPermissions: [...profile.grants.userPermissions].map((name) => ({ enabled: 'true', name })),
    },
    createdById: by,
    createdDate: now,
    lastModifiedById: by,
    lastModifiedDate: now,
  };
};
