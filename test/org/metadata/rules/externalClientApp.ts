import { findComponent, findFamily, readText } from '../lookup.js';
import { metadataTypes } from '../schema/index.js';
import type { Component } from '../types.js';
import { type Behaviour, refuse, type Rule } from './change.js';
import { removeConsumers } from './consumers.js';
import { removeComponent } from './draft.js';

/** A connected app of the same name stands in the way (platform.md 2.7). */
const nameIsFree: Rule = ({ document, org }) =>
  findComponent(org.draft, 'ConnectedApp', document.fullName)
    ? refuse(`The name ${document.fullName} is already used by a connected app.`, 'DUPLICATE_DEVELOPER_NAME')
    : undefined;

/** `Managed` and `AutoInstalled` are internal (platform.md 2.2). */
const distributionIsOurs: Rule = ({ document, org }) => {
  const state = readText(document.fields, 'distributionState');
  return org.isInstall || state === undefined || ['Local', 'Packaged'].includes(state)
    ? undefined
    : refuse(`Distribution state ${state} can't be set.`);
};

/** A placeholder or another organisation's id fails (platform.md 2.2, 2.7). */
const scopeIsOurs: Rule = ({ document, org }) => {
  const written = readText(document.fields, 'orgScopedExternalApp');
  const ours = `:${document.fullName}`;
  return !written ||
    [orgId(org.directory.organizationId), org.directory.organizationId].some((id) => written === id + ours)
    ? undefined
    : refuse(`We couldn't update your org scoped external app because ${written} doesn't belong to this org.`);
};

/** Link and scope spell the organisation with 15 characters in retrieved files. */
export const orgId = (organizationId: string): string => organizationId.slice(0, 15);

export const externalClientApplication: Behaviour = {
  rules: [nameIsFree, distributionIsOurs, scopeIsOurs],
  keep: ({ document, org }) => ({
    distributionState: 'Local',
    isProtected: 'false',
    ...document.fields,
    label: readText(document.fields, 'label') || document.fullName,
    orgScopedExternalApp: `${orgId(org.directory.organizationId)}:${document.fullName}`,
  }),
  /** Deleting the parent removes the family and its consumers (platform.md 2.7). */
  remove: (component, org) => {
    removeConsumers(org, component.id);
    for (const type of metadataTypes.filter(({ isFamily }) => isFamily)) {
      let member: Component | undefined;
      while ((member = findFamily(org.draft, component.fullName, type.name))) removeComponent(org.draft, member);
    }
  },
};
