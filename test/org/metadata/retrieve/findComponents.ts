import { findComponent, findComponents } from '../lookup.js';
import { mayView, type OrgContext } from '../rules/index.js';
import type { MetadataType } from '../schema/index.js';
import { readSettings, settingsDefaults } from '../settings.js';
import type { Component } from '../types.js';

/** The components of a type that the caller may see; settings exist without ever having been deployed. */
export const findVisible = (org: OrgContext, type: MetadataType): Component[] => {
  if (!mayView(org.caller, type) || type.since > org.apiVersion) return [];
  if (type.name === 'Settings') return Object.keys(settingsDefaults).map((name) => createSettings(org, name));
  return findComponents(org.draft, type.name);
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
    fields: { ...stored?.fields, ...readSettings(org.draft, fullName, org.options) },
  };
};
