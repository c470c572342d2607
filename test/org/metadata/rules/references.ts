import { findComponents, readText } from '../lookup.js';
import type { Component } from '../types.js';
import type { OrgContext } from './change.js';
import { isSameId } from './values.js';

/** Retrieved connected apps name permission sets by label, the guide by API name: both are found (platform.md 8.35). */
export const findByNameOrLabel = (org: OrgContext, name: string): Component | undefined =>
  findByName(org, name) ??
  findComponents(org.draft, 'PermissionSet').find((set) => readText(set.fields, 'label') === name);

export const findByName = (org: OrgContext, name: string): Component | undefined =>
  findComponents(org.draft, 'PermissionSet').find((set) => set.fullName === name);

export const findById = (org: OrgContext, id: string): Component | undefined =>
  /^0PS\w{12}(\w{3})?$/.test(id)
    ? findComponents(org.draft, 'PermissionSet').find((set) => isSameId(set.id, id))
    : undefined;

/** Profiles are named as they are shown (platform.md 1.2, 8.35). */
export const hasProfile = (org: OrgContext, name: string): boolean => org.directory.profileNames().includes(name);
