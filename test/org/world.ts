import type { Org } from './org.js';

/** Orgs that know of each other: consumer keys and usernames exist once in the world (platform.md 1.4, 7.2). */
export type World = { orgs: Set<Org> };

export const createWorld = (): World => ({ orgs: new Set() });

export const isKeyTaken = ({ orgs }: World, key: string, except: Org): boolean =>
  [...orgs].some(
    (org) =>
      org !== except &&
      org.state.metadata.consumers.some((consumer) => consumer.key === key || consumer.staged?.key === key),
  );

export const isUsernameTaken = ({ orgs }: World, username: string, except: Org): boolean =>
  [...orgs].some(
    (org) =>
      org !== except &&
      org.records('User').some(({ Username }) => String(Username).toLowerCase() === username.toLowerCase()),
  );
