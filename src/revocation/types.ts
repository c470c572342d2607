import type { Registration } from '../app/clientApp.js';
import type { InventoryToken } from '../inventory/types.js';
import type { SessionRow } from '../org/activity/authSessions.js';

/** What is asked for, as the flags say it. All that is given has to hold for a token; repeated values are alternatives. */
export type RevocationRequest = {
  /** API names, labels, names as tokens carry them, or ids. */
  names: readonly string[];
  /** Usernames or user ids. */
  users: readonly string[];
  olderThanDays?: number | undefined;
  inactiveUsers: boolean;
  disableApp: boolean;
  endSessions: boolean;
  rotate: boolean;
};

/** An app that was named; `registration` is absent where the org has none of that name and only tokens carry it. */
export type AppSubject = {
  name: string;
  label?: string | undefined;
  id?: string | undefined;
  registration?: Registration | undefined;
  /** Names in lower case that tokens and logins show for it. */
  shownAs: ReadonlySet<string>;
  /** True when it was named by its id: tokens that carry its name and another app's id are not meant. */
  byId: boolean;
};

/** What makes a token or a session one of those that are meant; undefined: any. */
export type Selection = {
  apps?: readonly AppSubject[] | undefined;
  /** First 15 characters of user ids. */
  users?: ReadonlySet<string> | undefined;
  /** Not used since, or never used and made before. */
  before?: Date | undefined;
  /** Only tokens of users who are inactive or frozen. */
  inactiveOnly: boolean;
};

/** What can't be done, or was not done, and why: one sentence without a full stop. */
export type NotDone = { what: string; subject?: string; reason: string };

/** The plug-in switch of an External Client App. */
export type AppSwitch = {
  app: string;
  status: 'planned' | 'disabled' | 'already' | 'failed' | 'not-possible';
  reason?: string;
};

export type SelectedSession = SessionRow & { application?: string | undefined };

/** Tokens of one name and one app, as people look at them before they agree. */
export type TokenGroup = {
  app: string;
  applicationId?: string;
  tokens: number;
  users: number;
  firstCreated?: string;
  lastUsed?: string;
};

export type RevocationPlan = {
  org: string;
  request: RevocationRequest;
  selection: Selection;
  apps: readonly AppSubject[];
  tokens: readonly InventoryToken[];
  /** Why there may be more tokens than these. */
  gap?: string | undefined;
  groups: TokenGroup[];
  sessions: readonly SelectedSession[];
  switches: AppSwitch[];
  /** Names of External Client Apps whose credential is to be replaced. */
  rotations: string[];
  notDone: NotDone[];
  frozen: ReadonlySet<string>;
  ownUserId: string;
};
