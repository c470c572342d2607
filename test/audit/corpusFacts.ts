import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One file of the corpus as another reader than ours sees it. */
export type CorpusFile = {
  /** Relative to the copy's root. */
  file: string;
  /** The folder that is audited as one. */
  project: string;
  text: string;
  /** Name of the root element; undefined when the file is not well-formed. */
  type: string | undefined;
  /** Text of every element at a path below the root, `oauthConfig.scopes`. */
  all: (path: string) => string[];
  /** The first of them; undefined where it is absent or empty. */
  one: (path: string) => string | undefined;
};

const decode = (bytes: Buffer): string =>
  bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : bytes.toString('utf8');

const parser = new XMLParser({
  removeNSPrefix: true,
  parseTagValue: false,
  ignoreDeclaration: true,
  isArray: () => true,
});

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** Every element is an array to this parser, text a string or an array of one. */
const children = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const text = isTree(value) ? (children(value['#text'])[0] ?? value['#text']) : undefined;
  return typeof text === 'string' ? text : '';
};

/** Neither DTDs nor the leftovers of a merge are XML that deploys; the validator lets both through. */
const isWellFormed = (text: string): boolean =>
  !/<!DOCTYPE|^<{7} |^>{7} /m.test(text) &&
  !/&(?!(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i.test(text.replace(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>/g, '')) &&
  XMLValidator.validate(text) === true;

const read = (root: string, project: string, file: string): CorpusFile => {
  const text = decode(readFileSync(join(root, file))).replace(/^\uFEFF/, '');
  const tree: Tree = isWellFormed(text) ? (parser.parse(text) as Tree) : {};
  const type = Object.keys(tree).find((name) => !name.startsWith('?'));
  const at = (path: string): unknown[] =>
    path
      .split('.')
      .reduce<unknown[]>(
        (found, name) => found.flatMap((value) => (isTree(value) ? children(value[name]) : [])),
        type === undefined ? [] : children(tree[type]),
      );
  const all = (path: string): string[] => at(path).map((value) => textOf(value).trim());
  return { file, project, text, type, all, one: (path) => all(path).find((value) => value !== '') };
};

/** Every metadata file of the audited folders. */
export const corpusFilesOf = (root: string, projects: readonly string[]): CorpusFile[] =>
  projects.flatMap((project) =>
    readdirSync(project, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(connectedApp|eca\w*|settings)(-meta\.xml)?$/.test(entry.name))
      .map((entry) => read(root, project, join(entry.parentPath, entry.name).slice(root.length + 1))),
  );

/** A client app, put together from files by the name of the app in them. */
export type CorpusApp = {
  name: string;
  family: 'ca' | 'eca';
  header: CorpusFile;
  settings?: CorpusFile | undefined;
  global?: CorpusFile | undefined;
  policies?: CorpusFile | undefined;
};

const nameOf = ({ file }: CorpusFile): string => basename(file).replace(/\.[^.]*?(-meta\.xml)?$/, '');

export const corpusAppsOf = (files: readonly CorpusFile[]): CorpusApp[] =>
  files.flatMap((header): CorpusApp[] => {
    if (header.type === 'ConnectedApp' && /\.connectedApp(-meta\.xml)?$/.test(header.file)) {
      const own = { settings: header, global: header, policies: header };
      return [{ name: nameOf(header), family: 'ca', header, ...own }];
    }
    if (header.type !== 'ExternalClientApplication') return [];
    const name = nameOf(header);
    const part = (type: string): CorpusFile | undefined =>
      files.find(
        (file) =>
          file.project === header.project && file.type === type && file.one('externalClientApplication') === name,
      );
    return [
      {
        name,
        family: 'eca',
        header,
        settings: part('ExtlClntAppOauthSettings'),
        global: part('ExtlClntAppGlobalOauthSettings'),
        policies: part('ExtlClntAppOauthConfigurablePolicies'),
      },
    ];
  });

/** Facts of an app that several questions need. */
export const isCa = ({ family }: CorpusApp): boolean => family === 'ca';
export const usesOauth = ({ family, header, settings }: CorpusApp): boolean =>
  family === 'ca' ? header.all('oauthConfig').length > 0 : settings !== undefined;
export const isPackaged = ({ name }: CorpusApp): boolean => /^[A-Za-z]\w{0,14}?__/.test(name);

const path = ({ family }: CorpusApp, name: string): string => (family === 'ca' ? `oauthConfig.${name}` : name);

export const isOn = (app: CorpusApp, name: string): boolean => app.global?.one(path(app, name)) === 'true';
export const isOff = (app: CorpusApp, name: string): boolean => app.global?.one(path(app, name)) === 'false';
export const globalText = (app: CorpusApp, name: string): string | undefined => app.global?.one(path(app, name));

export const urlsOf = (app: CorpusApp): string[] =>
  (globalText(app, 'callbackUrl') ?? '').split(/\s+/).filter((url) => url !== '');

export const scopesOf = (app: CorpusApp): string[] =>
  app.family === 'ca'
    ? app.header.all('oauthConfig.scopes')
    : (app.settings?.one('commaSeparatedOauthScopes') ?? '').split(',').map((scope) => scope.trim());

export const asksForRefresh = (app: CorpusApp): boolean =>
  scopesOf(app).some((scope) => scope === 'RefreshToken' || scope === 'OfflineAccess');

/** Apps that need no user: with a certificate or client credentials. */
export const signsInAlone = (app: CorpusApp): boolean =>
  globalText(app, 'certificate') !== undefined ||
  isOn(app, 'isClientCredentialEnabled') ||
  isOn(app, 'isClientCredentialsFlowEnabled');

/** Addresses that nobody waits at. */
export const isDummy = (url: string): boolean =>
  /^https?:\/\/(localhost|127\.0\.0\.1|(login|test)\.salesforce\.com|([\w-]+\.)*example\.(com|org|net))([:/]|$)|^sfdc:/i.test(
    url,
  );

/** Apps that users sign in to by a redirect. */
export const redirects = (app: CorpusApp): boolean => {
  const urls = urlsOf(app);
  return urls.length > 0 && !(signsInAlone(app) && urls.every(isDummy));
};

/** Programs on the user's own device: nothing but custom schemes and the callback of the CLI. */
export const isNative = (app: CorpusApp): boolean => {
  const urls = urlsOf(app);
  return (
    urls.length > 0 &&
    urls.every((url) => !/^https?:/i.test(url) || /^http:\/\/localhost:(1717\/|\d+\/OauthRedirect$)/i.test(url))
  );
};

export const refreshPolicyOf = (app: CorpusApp): string | undefined =>
  app.family === 'ca' ? (app.header.one('oauthPolicy.refreshTokenPolicy') ?? 'infinite') : undefined;

/** Last day of the app's certificate, read by node itself. */
export const certificateEnd = (app: CorpusApp): Date | undefined => {
  const text = globalText(app, 'certificate');
  if (text === undefined) return undefined;
  const base64 = text.replaceAll(/-----[A-Z ]+-----|&#xd;|\s/g, '');
  try {
    return new Date(new X509Certificate(Buffer.from(base64, 'base64')).validTo);
  } catch {
    return undefined;
  }
};
