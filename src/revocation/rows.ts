import { visible } from '../report/escape.js';
import type { RevocationResult } from './result.js';
import type { NotDone, RevocationPlan } from './types.js';

export type Row = Record<string, string>;

const day = (time: string | undefined): string => time?.slice(0, 10) ?? '';

/** Tokens by app, as people look at them before they agree. */
export const groupRows = ({ groups }: RevocationPlan): Row[] =>
  groups.map(({ app, applicationId, tokens, users, firstCreated, lastUsed }) => ({
    app: visible(app, 80),
    id: applicationId ?? '',
    tokens: String(tokens),
    users: String(users),
    oldest: day(firstCreated),
    'last used': day(lastUsed),
  }));

const subjectOf = ({ what, subject }: NotDone): string => (subject === undefined ? what : `${what} of ${subject}`);

export const notDoneRows = (notDone: readonly NotDone[]): Row[] =>
  notDone.map((one) => ({ what: visible(subjectOf(one), 80), why: visible(one.reason) }));

export const switchRows = (switches: RevocationResult['switches']): Row[] =>
  switches.map(({ app, status, reason }) => ({ app: visible(app, 80), switch: status, why: visible(reason ?? '') }));

export const rotationRows = (rotations: RevocationResult['rotations']): Row[] =>
  rotations.map((one) => ({
    app: visible(one.app, 80),
    credential: one.status,
    why: visible('reason' in one ? (one.reason ?? '') : ''),
  }));

export const outcomeRows = ({ tokens, sessions, rotations }: RevocationResult): Row[] => [
  { what: 'tokens revoked', count: String(tokens.revoked) },
  { what: 'tokens that were gone already', count: String(tokens.gone) },
  { what: 'tokens left', count: String(tokens.left) },
  { what: 'sessions ended', count: String(sessions.ended) },
  { what: 'sessions that were gone already', count: String(sessions.gone) },
  { what: 'credentials replaced', count: String(rotations.filter(({ status }) => status === 'rotated').length) },
];
