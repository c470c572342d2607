import JSZip from 'jszip';
import type { Manifest } from '../deploy/index.js';
import { readText } from '../lookup.js';
import type { OrgContext } from '../rules/index.js';
import { findMetadataType, metadataTypes } from '../schema/index.js';
import type { Component } from '../types.js';
import { writeDocument, type XmlNode } from '../xml/index.js';
import { describeFile, pathOf } from './describeFile.js';
import { findVisible } from './findComponents.js';
import { renderXml } from './renderComponent.js';

export type Retrieval = { zip: string; fileProperties: XmlNode[]; messages: XmlNode[] };

/** Everything that the manifest names, as a zip in base64, and a message for each name that is not there. */
export const retrievePackage = async (
  org: OrgContext,
  manifest: Manifest,
  isSinglePackage: boolean,
): Promise<Retrieval> => {
  const folder = isSinglePackage ? '' : 'unpackaged/';
  const found: Component[] = [];
  const messages: XmlNode[] = [];
  const report = (problem: string): unknown => messages.push({ fileName: `${folder}package.xml`, problem });

  for (const { type: typeName, fullName } of manifest.members) {
    const type = findMetadataType(typeName);
    if (!type) {
      report(`Entity type: '${typeName}' is unknown`);
      continue;
    }
    if (type.since > org.apiVersion) {
      report(`Entity type '${typeName}' is not available in this API version`);
      continue;
    }
    const visible = findVisible(org, type).filter(({ comesBack }) => comesBack !== false);
    const matching = visible.filter((component) => fullName === '*' || component.fullName === fullName);
    if (matching.length === 0 && fullName !== '*')
      report(`Entity of type '${typeName}' named '${fullName}' cannot be found`);
    found.push(...matching.filter((component) => !found.includes(component)));
  }

  const zip = new JSZip();
  for (const component of found) addFiles(zip, folder, component, org);
  zip.file(`${folder}package.xml`, writeManifest(found, org.apiVersion));
  const packageFile = describePackage(org, `${folder}package.xml`);
  return {
    zip: await zip.generateAsync({ type: 'base64' }),
    fileProperties: [...found.map((component) => describeFile(component, folder + pathOf(component))), packageFile],
    messages,
  };
};

const addFiles = (zip: JSZip, folder: string, component: Component, org: OrgContext): void => {
  const path = folder + pathOf(component);
  const content = findMetadataType(component.type)?.hasContent ? readText(component.fields, 'content') : undefined;
  if (content === undefined) zip.file(path, renderXml(component, org));
  else zip.file(path, `${content}\n`).file(`${path}-meta.xml`, renderXml(component, org));
};

const writeManifest = (components: Component[], apiVersion: number): string => {
  const types = metadataTypes
    .map(({ name }) => ({
      name,
      members: components.filter(({ type }) => type === name).map(({ fullName }) => fullName),
    }))
    .filter(({ members }) => members.length > 0)
    .map(({ name, members }) => ({ members, name }));
  return writeDocument('Package', { types, version: apiVersion.toFixed(1) });
};

const describePackage = (org: OrgContext, fileName: string): XmlNode => {
  const now = org.directory.now();
  const by = { createdById: org.caller.userId, createdByName: 'User User', createdDate: now };
  const lastBy = { lastModifiedById: org.caller.userId, lastModifiedByName: 'User User', lastModifiedDate: now };
  return { ...by, fileName, fullName: fileName, id: '', ...lastBy, manageableState: 'unmanaged', type: 'Package' };
};
