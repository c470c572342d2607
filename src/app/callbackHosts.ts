import { callbackParts } from './callbackParts.js';
import { isLoopbackHost } from './callbackUrls.js';

/** Hosts and pages where others can see what a callback receives. Services come and go. */
export const callbackHostsAsOf = '2026-11-23';

/** Tunnels to somebody's own machine: the name goes to the next person who asks for it. */
const tunnels = [
  'ngrok.io',
  'ngrok.app',
  'ngrok.dev',
  'ngrok-free.app',
  'ngrok-free.dev',
  'trycloudflare.com',
  'loca.lt',
  'localtunnel.me',
  'localhost.run',
  'lhr.life',
  'serveo.net',
  'pagekite.me',
  'devtunnels.ms',
  'app.github.dev',
  'gitpod.io',
];

/** Names of a preview of one change; free to take when the preview is gone. */
const previews = [/-pr-\d+(-[\w-]+)?\.herokuapp\.com$/, /-git-[\w-]+\.vercel\.app$/, /^deploy-preview-\d+--/];

/** Pages that serve everybody and show or keep what they are sent. */
const sharedHosts = [
  'oauth.pstmn.io',
  'oauthdebugger.com',
  'oidcdebugger.com',
  'openidconnect.net',
  'jwt.io',
  'jwt.ms',
  'oauth.tools',
  'webhook.site',
  'pipedream.net',
  'requestbin.com',
  'beeceptor.com',
];

const sharedPages = [
  /^(www|app)\.getpostman\.com\/oauth2\/callback/,
  /^developers\.google\.com\/oauthplayground/,
  // The page of Salesforce on which user-agent and device flows end: it shows the code or token in the address.
  /^(login|test)\.salesforce\.com\/services\/oauth2\/(success|callback)/,
];

export type UnsafeHost = 'address' | 'tunnel' | 'preview' | 'shared-page';

const under = (host: string, domain: string): boolean =>
  host.endsWith(domain) && (host.length === domain.length || host.at(-domain.length - 1) === '.');

const isAddress = (host: string): boolean => /^\d+(\.\d+){3}$/.test(host) || host.startsWith('[');

const pathOf = (url: string): string => callbackParts(url)?.pathname ?? '';

const hostOf = (url: string): string | undefined => {
  const parts = callbackParts(url);
  return parts?.protocol === 'https:' || parts?.protocol === 'http:' ? parts.hostname : undefined;
};

/** Why nobody should let an authorization code be sent to this host, or undefined. */
export const unsafeHost = (url: string): UnsafeHost | undefined => {
  const host = hostOf(url);
  if (host === undefined || isLoopbackHost(host)) return undefined;
  if (isAddress(host)) return 'address';
  if (tunnels.some((domain) => under(host, domain))) return 'tunnel';
  if (previews.some((pattern) => pattern.test(host))) return 'preview';
  const page = host + pathOf(url);
  const shared = sharedHosts.some((domain) => under(host, domain)) || sharedPages.some((pattern) => pattern.test(page));
  return shared ? 'shared-page' : undefined;
};

/** True for `localhost` and the like, with http or https. */
export const isLoopbackCallback = (url: string): boolean => {
  const host = hostOf(url);
  return host !== undefined && isLoopbackHost(host);
};

const placeholderHosts = [
  'example.com',
  'example.org',
  'example.net',
  'invalid',
  'login.salesforce.com',
  'test.salesforce.com',
];

/**
 * True for what people write when a form wants a callback and no code will come to it: this machine, names that RFC 2606
 * reserves, Salesforce's own pages.
 */
export const isPlaceholderCallback = (url: string): boolean => {
  const host = hostOf(url);
  if (host === undefined) return url.startsWith('sfdc:');
  return isLoopbackHost(host) || placeholderHosts.some((domain) => under(host, domain));
};

/** The callback of the Salesforce CLI and of programs made after it. */
export const isCliCallback = (url: string): boolean =>
  /^http:\/\/(localhost|127\.0\.0\.1):(1717\/|\d+\/OauthRedirect$)/i.test(url);

const testWords =
  /(^|[.-])(dev|development|test|testing|tst|uat|qa|sit|stage|staging|stg|sandbox|preprod|nonprod)\d*([.-]|$)/;

/** `test` when the host names a test environment, in its own words or as a sandbox does. */
export const hostEnvironment = (url: string): 'test' | 'production' | undefined => {
  const host = hostOf(url);
  if (host === undefined || isLoopbackHost(host)) return undefined;
  const sandbox = under(host, 'sandbox.my.salesforce.com') || under(host, 'scratch.my.salesforce.com');
  const trial = under(host, 'develop.my.salesforce.com') || /-dev-ed\.my\.salesforce\.com$/.test(host);
  // Only what comes before the registered domain: acme-test.com is a name, test.acme.com an environment.
  const labels = host.split('.').slice(0, -2).join('.');
  return sandbox || trial || host === 'test.salesforce.com' || testWords.test(labels) ? 'test' : 'production';
};

const region =
  /^((us|eu|ap|na|sa|ca|uk|au|emea|apac|amer|latam|anz|[a-z]{2})(-?(north|south|east|west|central|northeast|southeast|gov))*-?\d*)$/;

/** The URL without the part that names a region: `eu.app.acme.com` and `us.app.acme.com` are one place for this. */
export const withoutRegion = (url: string): string => {
  const host = hostOf(url);
  if (host === undefined) return url;
  const labels = host.split('.');
  const own = labels.slice(0, -2).filter((label) => !region.test(label));
  return [...own, ...labels.slice(-2)].join('.') + pathOf(url);
};
