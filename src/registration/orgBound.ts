import type { XmlElement } from './xml/element.js';

/** Elements that hold for one org only, by type (platform.md 1.4, 2.7). */
const orgBoundElements: ReadonlyMap<string, readonly string[]> = new Map([
  ['ConnectedApp', ['oauthConfig.consumerKey', 'oauthConfig.consumerSecret']],
  ['ExternalClientApplication', ['orgScopedExternalApp']],
  ['ExtlClntAppOauthSettings', ['oauthLink']],
  ['ExtlClntAppGlobalOauthSettings', ['consumerKey', 'consumerSecret']],
]);

const without = (element: XmlElement, [name = '', ...rest]: readonly string[]): XmlElement => ({
  ...element,
  children: element.children.flatMap((child) => {
    if (child.name !== name) return [child];
    return rest.length === 0 ? [] : [without(child, rest)];
  }),
});

const has = (element: XmlElement, [name, ...rest]: readonly string[]): boolean =>
  name === undefined || element.children.some((child) => child.name === name && has(child, rest));

/** The component without what binds it to one org, ready for any org; `stripped` names the elements taken out. */
export const stripOrgBound = (root: XmlElement, type: string): { root: XmlElement; stripped: string[] } => {
  const stripped = (orgBoundElements.get(type) ?? []).filter((path) => has(root, path.split('.')));
  return { root: stripped.reduce((result, path) => without(result, path.split('.')), root), stripped };
};
