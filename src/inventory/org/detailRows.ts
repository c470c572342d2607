import { maskKey } from '../../secrets/redact.js';
import type { AppDetail } from './appDetail.js';
import type { FactRow } from './compareFacts.js';
import type { CredentialVersionInfo } from '../../secrets/storedCredential.js';
import type { TokenUser } from './tokenUsers.js';

/** Cells of a table; whoever prints them makes what comes from an org harmless. */
export type Rows = Array<Record<string, string>>;

const joined = (parts: ReadonlyArray<string | undefined>, separator = ', '): string =>
  parts.filter(Boolean).join(separator);

/** Who an app is, and where that is written. */
export const identityRows = ({ name, registration, managed, manifest, source, org }: AppDetail): Rows =>
  Object.entries({
    Name: name,
    Registration: joined([registration, managed ? 'from a package' : undefined]),
    Model: manifest && joined([manifest.model, manifest.flow]),
    Owner: manifest && joined([manifest.owner.name, manifest.owner.email]),
    Criticality: manifest?.criticality,
    'Last rotated': manifest && (manifest.lastRotated ?? 'never'),
    'Last reviewed': manifest && (manifest.lastReviewed ?? 'never'),
    Manifest: manifest && joined([manifest.file, manifest.environment], ', environment '),
    Source: source,
    Org: org && joined([org.org, org.id]),
  }).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]));

/** The consumer key is an identifier, but one that nobody should have to copy from a terminal. */
const cell = (fact: string, text: string | undefined, absent = '?'): string => {
  if (text === undefined) return absent;
  if (text === '') return 'none';
  return fact === 'consumer key' ? maskKey(text) : text;
};

/** A column for each place that has the app; what a manifest does not declare is blank, what nobody could read is "?". */
export const factRows = ({ facts, manifest, source, org }: AppDetail): Rows =>
  facts.map((row: FactRow) => ({
    '': row.differs ? '≠' : '',
    Fact: row.fact,
    ...(manifest ? { Manifest: cell(row.fact, row.manifest, '') } : {}),
    ...(source ? { Source: cell(row.fact, row.source) } : {}),
    ...(org ? { Org: cell(row.fact, row.org) } : {}),
  }));

export const scopeRows = ({ scopes }: AppDetail): Rows =>
  scopes.map(({ scope, reason, meaning }) => ({
    Scope: scope,
    Reason: reason ?? '(none in the manifest)',
    Meaning: meaning ?? '',
  }));

export const tokenRows = (users: readonly TokenUser[]): Rows =>
  users.map(({ user, active, tokens, firstCreated, lastUsed }) => ({
    User: user,
    Active: active === undefined ? '?' : active ? 'yes' : 'no',
    Tokens: String(tokens),
    'First created': firstCreated?.slice(0, 10) ?? '?',
    'Last used': lastUsed?.slice(0, 10) ?? 'never',
  }));

/** What is stored, key by key; keys are shown whole only where the secret is. */
export const credentialRows = (versions: readonly CredentialVersionInfo[], isRevealed = false): Rows =>
  versions.map(({ version, consumerKey, hasSecret, hasPrivateKey, state, storedAt, validUntil }) => ({
    Version: version,
    'Consumer key': isRevealed ? consumerKey : maskKey(consumerKey),
    Secret: hasSecret ? 'stored' : 'none',
    'Private key': hasPrivateKey ? 'stored' : 'none',
    State: state,
    Stored: storedAt,
    'Valid until': validUntil ?? '',
  }));
