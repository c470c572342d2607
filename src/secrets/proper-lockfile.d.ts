/** The part of proper-lockfile that is used here. */
declare module 'proper-lockfile' {
  export type LockOptions = {
    realpath?: boolean;
    stale?: number;
    retries?: { retries: number; factor?: number; minTimeout?: number; maxTimeout?: number };
    onCompromised?: (error: Error) => void;
  };
  export const lock: (file: string, options?: LockOptions) => Promise<() => Promise<void>>;
}
