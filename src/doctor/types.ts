/** A fact that could be found out, or the name of the error that kept it from us. */
export type Known<T> = { status: 'known'; value: T } | { status: 'unknown'; error: string };

/** What one secret store says when it is opened; no credential is read. */
export type StoreHealth =
  { store: string; status: 'reachable' | 'unused' } | { store: string; status: 'unreachable'; error: string };

/** What the plugin is like on this machine: versions, names of stores and counts. No secret, no app, no org, no user. */
export type Health = {
  version: string;
  node: string;
  /** The range of Node versions that the plugin runs on. */
  wantedNode: string;
  stores: StoreHealth[];
  /** Presets of `exec:` whose program is on the PATH. */
  helpers: string[];
  /** Rotations that have not ended, by what they replace. */
  unfinishedRotations: Known<Record<'secret' | 'certificate' | 'guided', number>>;
  /** Changes to org settings for the time of reading a secret that are not taken back: by a run that goes on, or by one that died. */
  temporaryOrgChanges: Known<{ held: number; left: number }>;
};

export type Diagnostic = { name: string; status: 'pass' | 'fail' | 'warn' | 'unknown'; suggestion?: string };
