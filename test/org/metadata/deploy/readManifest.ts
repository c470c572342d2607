import { childText, findChildren, metadataNamespace, parseXml, type XmlElement } from '../xml/index.js';

/** What a package.xml or a destructive manifest names. */
export type Manifest = { version: number; members: ManifestMember[] };
type ManifestMember = { type: string; fullName: string };
export type ManifestProblem = { problem: string; line?: number; column?: number };

export const readManifest = (xml: string): Manifest | ManifestProblem => {
  const outcome = parseXml(xml);
  if ('problem' in outcome) {
    const { message, line, column } = outcome.problem;
    return { problem: `Error parsing file: ${message}`, line, column };
  }
  const { root } = outcome;
  if (root.name !== 'Package' || root.uri !== metadataNamespace) {
    return {
      problem: `Error parsing file: unexpected root element {${root.uri}}${root.name}`,
      line: root.line,
      column: root.column,
    };
  }
  return readPackage(root);
};

/** The same content stands in a SOAP retrieve request. */
export const readPackage = (element: XmlElement): Manifest | ManifestProblem => {
  const members: ManifestMember[] = [];
  for (const types of findChildren(element, 'types')) {
    const type = childText(types, 'name');
    if (!type) return { problem: 'Required field is missing: name', line: types.line, column: types.column };
    for (const member of findChildren(types, 'members')) members.push({ type, fullName: member.text.trim() });
  }
  const version = childText(element, 'version');
  return { version: version ? Number(version) : NaN, members };
};
