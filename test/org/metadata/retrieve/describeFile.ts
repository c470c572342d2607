import { findMetadataType } from '../schema/index.js';
import type { Component } from '../types.js';
import type { XmlNode } from '../xml/index.js';

export const pathOf = ({ type, fullName }: Component): string => {
  const metadataType = findMetadataType(type);
  return `${metadataType?.folder}/${fullName}.${metadataType?.suffix}`;
};

/** `FileProperties`, as listMetadata and retrieve give them. */
export const describeFile = (component: Component, fileName = pathOf(component)): XmlNode => ({
  createdById: component.createdById,
  createdByName: 'User User',
  createdDate: component.createdDate,
  fileName,
  fullName: component.fullName,
  id: component.id,
  lastModifiedById: component.lastModifiedById,
  lastModifiedByName: 'User User',
  lastModifiedDate: component.lastModifiedDate,
  manageableState: component.namespacePrefix ? 'installed' : 'unmanaged',
  ...(component.namespacePrefix ? { namespacePrefix: component.namespacePrefix } : {}),
  type: component.type,
});
