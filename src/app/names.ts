/** API name rules of metadata: letters, digits and single underscores, beginning with a letter, not ending with an underscore. */
const apiName = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;

/**
 * Longest name we accept: developer names hold 80 characters and ours carry the suffix `_oauthPlcy` or `_Access` besides.
 */
const maxNameLength = 64;

/** Windows keeps these for devices, with whatever ending: a project with such a file can't be checked out there. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Why this is not an API name, or undefined when it is one. */
export const nameProblem = (name: string): string | undefined => {
  if (name.length > maxNameLength) return `it has ${name.length} characters, ${maxNameLength} at most`;
  if (!apiName.test(name)) return 'an API name has letters, digits and single underscores, and begins with a letter';
  if (deviceName.test(name)) return 'Windows keeps that name for a device, so no file there can have it';
  return undefined;
};
