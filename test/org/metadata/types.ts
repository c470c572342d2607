/**
 * What the metadata half of the loopback org keeps, and what it needs to know of the rest of the org.
 * The rest of the org (REST, SOQL, OAuth, credentials API) reads the same components.
 */

/** Child elements of a component in metadata spelling: text, nested elements, or a list of either. */
export type FieldValue = string | Fields | Array<string | Fields>;
export type Fields = { [element: string]: FieldValue };

export type Component = {
  type: string;
  fullName: string;
  /** 18-character record id with the prefix of its object (0H4 ConnectedApplication, 0xI ExternalClientApplication, 0PS PermissionSet …). */
  id: string;
  fields: Fields;
  namespacePrefix?: string;
  /** False for what a package keeps to itself: such a component is listed, but a retrieve leaves it out (audit.md A.10). */
  comesBack?: false;
  createdById: string;
  createdDate: Date;
  lastModifiedById: string;
  lastModifiedDate: Date;
};

/** A key and secret of an app. A connected app has one; an External Client App has one per OAuth consumer. */
export type Consumer = {
  /** `888…` */
  id: string;
  /** Id of the owning component (0H4… or 0xI…). */
  appId: string;
  key: string;
  secret: string;
  createdDate: Date;
  lastModifiedDate: Date;
  /** When requests with this key begin to be accepted (propagation). */
  usableFrom: Date;
  staged?: StagedCredential;
};

export type StagedCredential = {
  id: string;
  key: string;
  secret: string;
  state: 'Active' | 'Expired' | 'Rotated';
  createdById: string;
  createdDate: Date;
  expirationDate: Date;
};

/** The rest of the org, as the metadata half sees it. */
export type OrgDirectory = {
  organizationId: string;
  isSandbox: boolean;
  now: () => Date;
  /** A fresh 18-character id with this 3-character prefix. */
  newId: (prefix: string) => string;
  findUser: (username: string) => { id: string; isActive: boolean } | undefined;
  profileNames: () => string[];
  /** Profiles as a retrieve gives them, whether ever deployed or not. */
  profiles: () => Component[];
  /** Object and field names the org knows, to refuse permissions on unknown ones. */
  hasObject: (name: string) => boolean;
  hasField: (object: string, field: string) => boolean;
  hasApexClass: (name: string) => boolean;
  /** False since Spring '26 unless Salesforce Support allowed it (platform.md 3.1). */
  connectedAppCreationAllowed: () => boolean;
  /** True for keys taken in any other org: consumer keys are globally unique (platform.md 1.4). */
  isConsumerKeyTakenElsewhere: (key: string) => boolean;
  /** How long a fresh key answers `invalid_client_id` (platform.md 8.17). */
  propagationDelayMs: () => number;
};

export type Caller = { userId: string; permissions: ReadonlySet<string> };

/** Everything that metadata deploys have made, shared with the rest of the org. */
export type MetadataStore = {
  components: Component[];
  consumers: Consumer[];
};
