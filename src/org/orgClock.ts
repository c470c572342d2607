import type { OrgConnection } from './connection.js';

/** The org's clock by its last answer: this machine's may be wrong, or jump. */
export type OrgClock = () => Date;

/**
 * Listens to the dates in the answers of a connection from now on.
 * @returns the org's time; this machine's until the org has said one
 */
export const watchClock = (connection: OrgConnection): OrgClock => {
  let said: { at: number; heard: number } | undefined;
  const transport = connection._transport;
  const send = transport.httpRequest.bind(transport);
  transport.httpRequest = (request, options) => {
    const answer = send(request, options);
    answer.then(
      ({ headers }) => {
        const at = Date.parse(headers?.date ?? '');
        // A clock that only runs forward, so that it is not moved by this machine's.
        if (!Number.isNaN(at)) said = { at, heard: performance.now() };
      },
      () => undefined,
    );
    return answer;
  };
  return () => new Date(said ? said.at + (performance.now() - said.heard) : Date.now());
};
