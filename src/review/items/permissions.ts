import type { Part, ReviewFacts } from '../facts.js';
import type { ReviewItem } from '../types.js';

const item = (subject: string, shown: string): ReviewItem => ({
  id: `permission/${subject}`,
  kind: 'permission',
  subject,
  shown,
  details: [],
});

/** What the permission set of the app grants, as the manifest has it. */
export const permissionItems = ({ app: { permissions } }: ReviewFacts): Part => {
  const { objects, fields, apexClasses, userPermissions } = permissions;
  const rights = [...Object.entries(objects), ...Object.entries(fields)];
  return {
    items: [
      ...rights.map(([name, access]) => item(name, access.join(', '))),
      ...(apexClasses.length > 0 ? [item('Apex classes', [...apexClasses].sort().join(', '))] : []),
      ...(userPermissions.length > 0 ? [item('user permissions', [...userPermissions].sort().join(', '))] : []),
    ],
    notLookedAt: [],
  };
};
