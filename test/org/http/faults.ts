import type { Answer, OrgRequest } from './exchange.js';

/** What goes wrong with a call: an answer of someone else's (a proxy, a rate limit) or a broken connection. */
export type Fault =
  { status: number; body?: unknown; headers?: Record<string, string> } | 'reset' | 'hang' | 'truncate' | 'delay';

type Outcome = Fault | undefined | Promise<Fault | undefined>;

export type Faults = {
  /** Before the call has any effect; `n` counts the calls from 1. */
  onRequest?: ((request: OrgRequest, n: number) => Outcome) | undefined;
  /** After the effect took place, before the answer leaves. */
  afterRequest?: ((request: OrgRequest, n: number, answer: Answer) => Outcome) | undefined;
  /** How long `delay` waits. */
  delayMs: number;
};

export const createFaults = (): Faults => ({ delayMs: 250 });
