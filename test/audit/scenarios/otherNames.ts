import type { LoopbackOrg } from '../../org/index.js';
import type { OtherNames } from './matches.js';

/** Labels and ids: what is left of a name when the record that has it cannot be read. */
export const otherNamesIn =
  ({ org, state }: LoopbackOrg): OtherNames =>
  (name) => {
    const app = state.metadata.components.find(
      ({ type, fullName }) => fullName === name && ['ConnectedApp', 'ExternalClientApplication'].includes(type),
    );
    const user = org.records('User').find(({ Username }) => Username === name);
    return [app?.id, app?.fields.label, user?.Id]
      .filter((text) => typeof text === 'string')
      .flatMap((text) => [text, text.slice(0, 15)]);
  };
