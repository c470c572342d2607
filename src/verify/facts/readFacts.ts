import type { ClientApp } from '../../app/clientApp.js';
import { known, unknown, type Fact } from '../../inventory/types.js';
import { readAppStamp, readConsumerStamps, readIsSandbox, readOpeners, type AppStampRow } from '../../org/appRecord.js';
import type { OrgConnection } from '../../org/connection.js';
import type { Answer } from '../../org/readColumns.js';
import { appOf, type Opener, type OrgFacts } from './facts.js';
import { readRegistration } from './readRegistration.js';
import { readUsers } from './readUsers.js';

const newest = (answers: ReadonlyArray<Answer<AppStampRow>>): Fact<Date | undefined> => {
  const refusal = answers.find(({ refused }) => refused !== undefined);
  if (refusal?.refused !== undefined) return unknown(refusal.refused);
  const times = answers
    .flatMap((answer) => (answer.refused === undefined ? answer.rows : []))
    .map(({ LastModifiedDate }) => Date.parse(LastModifiedDate ?? ''))
    .filter((time) => !Number.isNaN(time));
  return known(times.length > 0 ? new Date(Math.max(...times)) : undefined);
};

const openersOf = async (connection: OrgConnection, record: Answer<AppStampRow>): Promise<Fact<Opener[]>> => {
  if (record.refused !== undefined) return unknown(record.refused);
  const [app, another] = record.rows;
  if (!app) return unknown('the org shows no record of the app');
  if (another) return unknown('the org has several apps of this label');
  const answer = await readOpeners(connection, app.Id);
  if (answer.refused !== undefined) return unknown(answer.refused);
  return known(
    answer.rows.map(({ ParentId, Parent }) => ({
      id: ParentId,
      name: (Parent?.IsOwnedByProfile ? Parent.Profile?.Name : Parent?.Name) ?? ParentId,
      label: Parent?.Label,
      isProfile: Parent?.IsOwnedByProfile === true,
    })),
  );
};

const sandboxOf = async (connection: OrgConnection): Promise<Fact<boolean>> => {
  const answer = await readIsSandbox(connection);
  if (answer.refused !== undefined) return unknown(answer.refused);
  const [row] = answer.rows;
  if (typeof row?.IsSandbox !== 'boolean') return unknown('the org does not tell whether it is a sandbox');
  // A scratch org is both: a sandbox that ends.
  return known(row.IsSandbox);
};

/** Who is signed in. A session that was begun with a bare access token is named by that token, which is nobody's name. */
export const callerOf = (connection: OrgConnection): string | undefined => {
  const { username } = connection.getAuthInfoFields();
  return username?.includes('!') ? undefined : username;
};

/** Everything that explains why an app works or does not, with as many calls for a large org as for a small one. */
export const readFacts = async (connection: OrgConnection, app: ClientApp): Promise<OrgFacts> => {
  const record = readAppStamp(connection, app);
  const consumers = app.registration === 'connected-app' ? [] : [readConsumerStamps(connection, app.name)];
  const registration = readRegistration(connection, app);
  const users = registration.then((facts) => {
    const runAs = appOf(facts)?.clientCredentials.runAsUser;
    const names = [app.identity.user, runAs?.known ? runAs.value : undefined, callerOf(connection)];
    return readUsers(connection, [...new Set(names.filter((name) => name !== undefined))]);
  });
  const [facts, stamps, openers, isSandbox, found] = await Promise.all([
    registration,
    Promise.all([record, ...consumers]),
    record.then((answer) => openersOf(connection, answer)),
    sandboxOf(connection),
    users,
  ]);
  return { ...facts, changed: newest(stamps), openers, isSandbox, users: found };
};
