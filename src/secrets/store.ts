/** The three places a credential can have while it is rotated; outside a rotation only `current` is filled. */
export type CredentialVersion = 'current' | 'next' | 'previous';

export const credentialVersions: readonly CredentialVersion[] = ['current', 'next', 'previous'];

export type StoredCredential = {
  /** Empty as long as the org has given none: then there is a prepared private key, and stores keep no consumer key. */
  consumerKey: string;
  /** Absent for public clients. */
  consumerSecret?: string;
  /** PEM, for jwt-bearer. */
  privateKey?: string;
  /** ISO 8601. */
  storedAt: string;
  /** ISO 8601. */
  validUntil?: string;
  /** `prepared`: stored before the org has confirmed it. `confirmed`: the org holds it. */
  state: 'prepared' | 'confirmed';
};

/** Whose credential it is. The org id has 18 or 15 characters and counts by the first 15. */
export type CredentialAddress = { orgId: string; app: string };

export type StoredVersions = Partial<Record<CredentialVersion, StoredCredential>>;

/** Where captured credentials go. A write has reached the disk (or the helper) when its promise resolves. */
export type SecretStore = {
  /** What `openStore` was given: `sf`, `keychain`, `env:<file>`, `exec:<preset>`. */
  readonly name: string;
  /** True for a store that gives nothing back: a place to copy to, not one to rely on. */
  readonly writeOnly?: true;
  /** All versions stored for the address; an empty object when there are none. */
  read(address: CredentialAddress): Promise<StoredVersions>;
  /** Stores one version and leaves the others as they are. */
  write(address: CredentialAddress, version: CredentialVersion, credential: StoredCredential): Promise<void>;
  /** Removes one version; succeeds when there is none. */
  remove(address: CredentialAddress, version: CredentialVersion): Promise<void>;
};

/** Asks for each version in turn and leaves out those that there are none of. */
export const collectVersions = async (
  read: (version: CredentialVersion) => Promise<StoredCredential | undefined>,
): Promise<StoredVersions> => {
  const found: StoredVersions = {};
  for (const version of credentialVersions) {
    const credential = await read(version);
    if (credential) found[version] = credential;
  }
  return found;
};
