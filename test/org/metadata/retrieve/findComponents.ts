import { findComponent, findComponents } from '../lookup.js';
import { mayView, type OrgContext } from '../rules/index.js';
import type { MetadataType } from '../schema/index.js';
import { nestedDefaults, readSettings, settingsDefaults } from '../settings.js';
import type { Component } from '../types.js';

/** The components of a type that the caller may see; settings exist without ever having been deployed. */
export const findVisible = (org: OrgContext, type: MetadataType): Component[] => {
  if (!mayView(org.caller, type) || type.since > org.apiVersion) return [];
  if (type.name === 'Settings') return Object.keys(settingsDefaults).map((name) => createSettings(org, name));
  if (type.name === 'Profile') return findProfiles(org);
  return findComponents(org.draft, type.name);
};

/** What was deployed of a profile stands over what the org has of it. */
const findProfiles = (org: OrgContext): Component[] => {
  const deployed = findComponents(org.draft, 'Profile');
  const own = org.directory.profiles().map((profile) => {
    const change = deployed.find(({ fullName }) => fullName === profile.fullName);
    return change ? { ...change, fields: { ...profile.fields, ...change.fields } } : profile;
  });
  return [...own, ...deployed.filter(({ fullName }) => !own.some((profile) => profile.fullName === fullName))];
};

const createSettings = (org: OrgContext, fullName: string): Component => {
  const stored = findComponent(org.draft, 'Settings', fullName);
  const now = org.directory.now();
  const birth = {
    createdById: org.caller.userId,
    createdDate: now,
    lastModifiedById: org.caller.userId,
    lastModifiedDate: now,
  };
  return {
    ...(stored ?? { id: '000000000000000AAA', ...birth }),
    type: 'Settings',
    fullName,
    fields: {
      ...nestedDefaults[fullName],
      ...stored?.fields,
      ...readSettings(org.draft, fullName, org.options),
    },
  };
};
