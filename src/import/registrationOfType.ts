import type { Registration } from '../app/clientApp.js';

/** The registration that a file of this metadata type is; satellites are none. */
export const registrationOfType = (type: string): Registration | undefined => {
  if (type === 'ConnectedApp') return 'connected-app';
  return type === 'ExternalClientApplication' ? 'external-client-app' : undefined;
};
