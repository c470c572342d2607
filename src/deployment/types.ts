import type { ClientApp } from '../app/clientApp.js';
import type { Difference } from '../registration/differences.js';
import type { XmlElement } from '../registration/xml/element.js';

/** One metadata file of a client app as it stands in the project. */
export type SourceFile = { type: string; fullName: string; /** Absolute. */ path: string; root: XmlElement };

/** A client app on its way to one org. */
export type AppToDeploy = {
  /** With this environment's values. */
  app: ClientApp;
  /** Without them: what the files in the project are rendered from. */
  base: ClientApp;
  /** Absolute path of the manifest. */
  manifestFile: string;
  /** The environment whose values it has. */
  environment?: string | undefined;
  /** PEM of the app's certificate in this environment, for jwt-bearer. */
  certificate?: string | undefined;
  /** PEM of the certificate without it: what the files in the project were rendered with. */
  baseCertificate?: string | undefined;
  sources: SourceFile[];
};

/** What the org already has of the apps to deploy. */
export type Existing = {
  connectedApps: ReadonlySet<string>;
  externalClientApps: ReadonlySet<string>;
  /** The org's names of the satellites of an External Client App, `app/type` -> full name: they can't be foretold (platform.md 2.7). */
  satellites: ReadonlyMap<string, string>;
};

/** The pair for a Connected App that is created now; ours, because the org never gives it back. */
export type KeyPair = { consumerKey: string; consumerSecret: string };

export type ReadBack = {
  status: 'match' | 'different' | 'unavailable';
  differences: Array<Difference & { component: string }>;
  reason?: string | undefined;
};

export type CapturedCredential = {
  consumerKey?: string | undefined;
  secret: 'stored' | 'none' | 'pending';
  store: string;
  /** True when this run put it there. */
  fresh: boolean;
  /** Why it is pending, and what to do. */
  reason?: string | undefined;
};

export type DeployedApp = {
  name: string;
  registration: ClientApp['registration'];
  deployId: string;
  status: string;
  components: Array<{ type: string; fullName: string; state: string }>;
  credential: CapturedCredential;
  readBack: ReadBack;
};
