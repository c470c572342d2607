/** What changes the org. Which profile, licence and defaults a new user gets is looked up only when there is something to do. */
export type Action =
  { kind: 'create-user' } | { kind: 'assign-license' } | { kind: 'assign-set'; set: string; setId: string };
