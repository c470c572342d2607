import { serialize } from '../registration/serialize.js';
import { stripOrgBound } from '../registration/orgBound.js';
import { overlay } from '../registration/overlay.js';
import { renderClientApp } from '../registration/render.js';
import { readXml } from '../registration/xml/read.js';
import type { XmlElement } from '../registration/xml/element.js';
import type { AppToDeploy, Existing, KeyPair, SourceFile } from './types.js';
import { basename, dirname, join } from 'node:path';

/** One file as it goes to the org; never written to the disk. */
export type PreparedFile = { type: string; fullName: string; path: string; root: XmlElement };

/**
 * What of an app goes to the org: its files with this environment's values, without what binds them to another org,
 * under the names that the org already has for them, and with a key pair when a Connected App is created with one.
 */
export const prepareFiles = (deployment: AppToDeploy, existing: Existing, pair?: KeyPair): PreparedFile[] => {
  const base = rootsByComponent(renderClientApp(deployment.base, materialOf(deployment.baseCertificate)));
  const target = rootsByComponent(renderClientApp(deployment.app, materialOf(deployment.certificate)));
  return deployment.sources.map((file) => {
    const { root: stripped } = stripOrgBound(file.root, file.type);
    const [from, to] = [base.get(keyOf(file)), target.get(keyOf(file))];
    const rendered = from && to ? overlay(stripped, from, to, file.type) : stripped;
    const root = pair && file.type === 'ConnectedApp' ? withKeyPair(rendered, pair) : rendered;
    return { ...renamed(file, deployment.app.name, existing), root };
  });
};

const materialOf = (certificate: string | undefined): { certificate?: string } => (certificate ? { certificate } : {});

/** Path -> text, as the deploy wants it. */
export const filesToDeploy = (files: readonly PreparedFile[]): Map<string, string> =>
  new Map(files.map(({ path, root }) => [path, serialize(root)]));

/** An app has one component of each type but for permission sets; the name of a satellite may be another in the project (platform.md 2.7). */
const keyOf = ({ type, fullName }: { type: string; fullName: string }): string =>
  type === 'PermissionSet' ? `${type}:${fullName}` : type;

const rootsByComponent = (files: ReturnType<typeof renderClientApp>): Map<string, XmlElement> =>
  new Map(
    files.flatMap((file) => {
      const { root } = readXml(file.contents);
      return root ? [[keyOf(file), root] as const] : [];
    }),
  );

const element = (name: string, text: string, children: XmlElement[] = []): XmlElement => ({
  name,
  text,
  children,
  line: 1,
  column: 1,
});

const withKeyPair = (root: XmlElement, { consumerKey, consumerSecret }: KeyPair): XmlElement => {
  const without = element('ConnectedApp', '', [element('oauthConfig', '')]);
  const pair = [element('consumerKey', consumerKey), element('consumerSecret', consumerSecret)];
  return overlay(root, without, element('ConnectedApp', '', [element('oauthConfig', '', pair)]), 'ConnectedApp');
};

/** A satellite keeps the name it has in the org: under another the org would refuse it or keep two. */
const renamed = ({ type, fullName, path }: SourceFile, app: string, existing: Existing): Omit<PreparedFile, 'root'> => {
  const name = existing.satellites.get(`${app}/${type}`);
  if (!name || name === fullName) return { type, fullName, path };
  return { type, fullName: name, path: join(dirname(path), basename(path).replace(fullName, name)) };
};
