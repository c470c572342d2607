import type { SetupChange } from '../inventory/evidence.js';
import { weekdays, type RuleContext } from './rule.js';
import type { AppChange } from './setupChangeOf.js';

/** What the new value of a change lets in, by the texts of the setup audit trail (audit.md A.7). */
const openings: ReadonlyArray<{ action: string; to: RegExp; what: string }> = [
  { action: 'changeIpRelaxationPolicy', to: /\bto relax\b/i, what: 'IP restrictions were relaxed' },
  { action: 'changeUserRuntimeAccessPolicy', to: /\bto all users\b/i, what: 'all users may authorise the app' },
  { action: 'changeOauthDefaultScope', to: /\bto\b.*\bfull\b/i, what: 'the full scope was added' },
  {
    action: 'changeApplicationPkceRequired',
    to: /\bto (false|disabled|off|unchecked)\b/i,
    what: 'PKCE is not required',
  },
  {
    action: 'changeApplicationOptionalConsumerSecret',
    to: /\bto (false|disabled|off|unchecked)\b/i,
    what: 'the secret is not required',
  },
  {
    action: 'changeApplicationSecretRequiredForRefreshToken',
    to: /\bto (false|disabled|off|unchecked)\b/i,
    what: 'the secret is not required to refresh',
  },
  {
    action: 'changeApplicationCallbackUrl',
    to: /\bto\b.*\bhttp:\/\/(?!localhost|127\.)/i,
    what: 'a callback without encryption was set',
  },
];

/** What a change opened; undefined for one that opens nothing, or of which the text does not say so. */
export const openingOf = ({ change, action }: AppChange): string | undefined => {
  const text = change.display.slice(0, 1000);
  const opened = openings.find((one) => one.action === change.action && one.to.test(text));
  return opened?.what ?? (action.opens ? action.does : undefined);
};

/** True for what a package or Salesforce did: neither is a person's doing. */
export const isForeignDoing = ({ namespace, delegate }: SetupChange): boolean =>
  (namespace ?? '').trim() !== '' || (delegate ?? '').trim() !== '';

const isInWindow = (at: string, windows: NonNullable<RuleContext['changeWindows']>): boolean => {
  const time = new Date(at);
  const day = weekdays[time.getUTCDay()];
  const clock = time.toISOString().slice(11, 16);
  return windows.some(
    ({ days, from, until }) => day !== undefined && days.includes(day) && from <= clock && clock < until,
  );
};

/** What the config file says of who deploys and when; nothing where it says neither. */
export const isReviewable = ({ deploymentUsers, changeWindows }: RuleContext): boolean =>
  (deploymentUsers ?? []).length + (changeWindows ?? []).length > 0;

/** Why a change was not an expected one; undefined for one by those who deploy, at a time at which they may. */
export const surprise = (
  { by = '', at }: SetupChange,
  { deploymentUsers = [], changeWindows = [] }: RuleContext,
): string | undefined => {
  const users = deploymentUsers.map((user) => user.trim().toLowerCase());
  const reasons = [
    users.length > 0 && !users.includes(by.trim().toLowerCase()) ? 'by somebody who does not deploy' : undefined,
    changeWindows.length > 0 && !isInWindow(at, changeWindows) ? 'outside of the change windows' : undefined,
  ].filter((reason) => reason !== undefined);
  return reasons.length === 0 ? undefined : reasons.join(' and ');
};
