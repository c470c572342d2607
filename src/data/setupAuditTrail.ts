/** What a change in Setup is about, as far as client apps go. */
type SetupChangeKind =
  'registration' | 'scopes' | 'callback' | 'network' | 'users' | 'client' | 'secret' | 'certificate' | 'session';

export type SetupAction = {
  kind: SetupChangeKind;
  /** Verb of a sentence whose subject is a user: "relaxed or tightened the IP policy". */
  does: string;
  /** True for one that lets more in by itself; others do so by the value that they set. */
  opens?: true;
};

/**
 * Actions of SetupAuditTrail that concern connected apps (audit.md A.7). Neither the action that completes the rotation of a
 * secret nor any for External Client Apps is documented: what is not in this table may still be such a change.
 */
export const setupActions: { asOf: string; actions: Readonly<Record<string, SetupAction>> } = {
  asOf: '2026-11-23',
  actions: {
    insertApplication: { kind: 'registration', does: 'created a connected app' },
    deleteApplication: { kind: 'registration', does: 'deleted a connected app' },
    insertConnectedApplication: { kind: 'registration', does: 'installed a connected app', opens: true },
    deleteConnectedApplication: { kind: 'registration', does: 'uninstalled a connected app' },
    unblockConnectedApplication: { kind: 'registration', does: 'unblocked a connected app', opens: true },
    enableOauth: { kind: 'registration', does: 'enabled OAuth for an app' },
    changeApplicationCallbackUrl: { kind: 'callback', does: 'changed the callback URL' },
    changeOauthDefaultScope: { kind: 'scopes', does: 'changed the scopes' },
    changeIpRelaxationPolicy: { kind: 'network', does: 'changed the IP relaxation' },
    changeUserRuntimeAccessPolicy: { kind: 'users', does: 'changed who may use the app' },
    changeApplicationPkceRequired: { kind: 'client', does: 'changed whether PKCE is required' },
    changeApplicationOptionalConsumerSecret: { kind: 'client', does: 'changed whether the secret is required' },
    changeApplicationSecretRequiredForRefreshToken: {
      kind: 'client',
      does: 'changed whether the secret is required to refresh',
    },
    changeApplicationClientCredentialEnabled: { kind: 'client', does: 'switched client credentials' },
    addOauthClientCredentialUser: { kind: 'users', does: 'set the run-as user' },
    changeApplicationCodeCredentialEnabled: { kind: 'client', does: 'switched the code and credential flow' },
    changeApplicationCodeCredentialPostOnly: { kind: 'client', does: 'changed the code and credential flow' },
    insertApplicationCertificate: { kind: 'certificate', does: 'added a certificate to an app' },
    changeApplicationCertificate: { kind: 'certificate', does: 'changed the certificate of an app' },
    generateOauthStagedCredential: { kind: 'secret', does: 'staged new credentials' },
    dynamicInitialTokenGeneration: { kind: 'secret', does: 'generated an initial access token' },
    insertConnectedAppSessionPolicy: { kind: 'session', does: 'set a session policy' },
    changeApplicationContactEmail: { kind: 'registration', does: 'changed the contact address' },
    changeApplicationMobileSessionTimeout: { kind: 'session', does: 'changed the mobile session timeout' },
    changeApplicationPinLength: { kind: 'session', does: 'changed the PIN length' },
  },
};

/** Names of actions, for a query of them. */
export const setupActionNames: readonly string[] = Object.keys(setupActions.actions);

/** What an action means; undefined for one that is not about client apps. Own keys only: the text comes from an org. */
export const setupActionOf = (action: string): SetupAction | undefined =>
  Object.hasOwn(setupActions.actions, action) ? setupActions.actions[action] : undefined;
