/** True for a user's record id, which stands where a username should in some metadata. */
export const isUserId = (user: string): boolean => /^005[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(user);

/** True for the declared user, also as a sandbox has it: a refresh appends the sandbox's name to every username. */
export const isSameUser = (actual: string, declared: string): boolean => {
  const [one, other] = [actual.trim().toLowerCase(), declared.trim().toLowerCase()];
  return one === other || one.startsWith(`${other}.`);
};
