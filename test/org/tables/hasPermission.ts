import type { Viewer } from './table.js';

export const hasPermission = ({ grants }: Viewer, ...anyOf: string[]): boolean =>
  anyOf.some((name) => grants.userPermissions.has(name));
