import { readFields, readText } from '../lookup.js';
import type { Fields } from '../types.js';
import { type Change, refuse, type Rule } from './change.js';
import { findConsumer, refuseCredentialText, refuseTakenKey } from './consumers.js';

const oauth = ({ document }: Change): Fields => readFields(document.fields, 'oauthConfig') ?? {};

/** An app keeps the credentials it was made with (platform.md 1.4). That a later secret is refused, not ignored, is the strict reading. */
const credentialsComeOnce: Rule = (change) => {
  if (!change.existing || !findConsumer(change.org, change.id)) return undefined;
  if (readText(oauth(change), 'consumerKey')) return refuse('You cannot provide a Consumer Key');
  return readText(oauth(change), 'consumerSecret') ? refuse('You cannot provide a Consumer Secret') : undefined;
};

const keyIsUsable: Rule = (change) => {
  const key = readText(oauth(change), 'consumerKey');
  return key ? (refuseCredentialText('consumer key', key) ?? refuseTakenKey(change.org, key)) : undefined;
};

const secretIsUsable: Rule = (change) => {
  const secret = readText(oauth(change), 'consumerSecret');
  if (!secret) return undefined;
  const isTaken = change.org.draft.consumers.some((consumer) => consumer.secret === secret);
  return (
    refuseCredentialText('consumer secret', secret) ??
    (isTaken ? refuse('The consumer secret is already taken.', 'DUPLICATE_VALUE') : undefined)
  );
};

/** platform.md 1.3: the key must be specified too, which only a creation can do. */
const runAsUserComesWithKey: Rule = (change) => {
  const user = readText(oauth(change), 'oauthClientCredentialUser');
  if (!user) return undefined;
  if (!change.existing && !readText(oauth(change), 'consumerKey')) {
    return refuse('consumerKey must be specified too when using the field oauthClientCredentialUser');
  }
  return change.org.directory.findUser(user)
    ? undefined
    : refuse('Enter a valid execution user for the OAuth client credentials flow.');
};

/** Key, secret and the user that client credentials run as. */
export const credentialRules: readonly Rule[] = [
  credentialsComeOnce,
  keyIsUsable,
  secretIsUsable,
  runAsUserComesWithKey,
];
