import { retrieve } from '../../../metadata/retrieve.js';
import type { CallerRights } from '../../../org/callerRights.js';
import type { OrgConnection } from '../../../org/connection.js';
import type { OrgUserRow } from '../../../org/orgUsers.js';
import type { Answer } from '../../../org/readColumns.js';
import { childText, children } from '../../../registration/elements.js';
import { readDocument, validRoot } from '../../../registration/readDocument.js';
import type { XmlElement } from '../../../registration/xml/element.js';
import type { InventoryProfile } from '../../evidence.js';
import { known, unknown, type Coverage, type Fact } from '../../types.js';
import { sourceOf } from '../coverage.js';
import { retrieveFailure } from '../retrieveFailure.js';
import { shortId } from '../rowsById.js';
import { shortfallOf } from '../shortfall.js';

/** What metadata tells of a profile: no column has its login IP ranges (audit.md A.10). */
export type ProfileFile = {
  /** As metadata calls it: `Admin`. */
  fullName: string;
  id?: string | undefined;
  loginIpRanges: InventoryProfile['loginIpRanges'];
};
export type ProfileFiles =
  | { refused: string }
  | {
      refused?: undefined;
      profiles: ProfileFile[];
      /** Minutes by full name in lower case, where a profile says something else than the org. */
      sessionTimeouts: ReadonlyMap<string, number>;
    };

/**
 * All profiles in one retrieve of their own: whether they are many, or not to be had, the apps do not wait for them. Who may
 * not see all profiles is given some, which look like all; so nothing is asked then.
 */
export const readProfileFiles = async (connection: OrgConnection, rights: CallerRights): Promise<ProfileFiles> => {
  const shortfall = shortfallOf(rights, 'ViewAllProfiles');
  if (shortfall !== undefined) return { refused: shortfall };
  try {
    const types = new Map(['Profile', 'ProfileSessionSetting'].map((type) => [type, ['*']]));
    const { files } = await retrieve(connection, types);
    const profiles: ProfileFile[] = [];
    const sessionTimeouts = new Map<string, number>();
    for (const { path, contents, id } of files) {
      const document = readDocument(path, contents);
      const root = validRoot(document);
      if (!root) return { refused: `the file ${path} could not be read` };
      const minutes = Number(childText(root, 'sessionTimeout'));
      if (document.type === 'Profile') profiles.push({ fullName: document.name, id, loginIpRanges: rangesOf(root) });
      else if (minutes > 0) sessionTimeouts.set((childText(root, 'profile') ?? '').toLowerCase(), minutes);
    }
    return { profiles, sessionTimeouts };
  } catch (error) {
    return { refused: retrieveFailure(error) };
  }
};

const rangesOf = (profile: XmlElement): InventoryProfile['loginIpRanges'] =>
  children(profile, 'loginIpRanges').map((range) => ({
    start: childText(range, 'startAddress') ?? '',
    end: childText(range, 'endAddress') ?? '',
  }));

/** Metadata calls the standard profiles otherwise than Setup does, so the record's id gives the name. */
const namesById = (users: readonly OrgUserRow[]): Map<string, string> =>
  new Map(
    users.flatMap(({ ProfileId, Profile }) =>
      ProfileId && Profile?.Name ? [[shortId(ProfileId), Profile.Name] as const] : [],
    ),
  );

/** People and programs sign in with these; the others are the platform's own. */
const signsIn = ({ IsActive, UserType }: OrgUserRow): boolean =>
  IsActive === true && ['Standard', 'CsnOnly'].includes(UserType ?? '');

/** Where the users of each profile may sign in from, and for how long. */
export const evidenceProfiles = (files: ProfileFiles, users: Answer<OrgUserRow>): Fact<InventoryProfile[]> => {
  if (files.refused !== undefined) return unknown(files.refused);
  if (users.refused !== undefined) return unknown(users.refused);
  const names = namesById(users.rows);
  const profiles = files.profiles.map(({ fullName, id, loginIpRanges }): InventoryProfile => ({
    name: names.get(shortId(id ?? '')) ?? fullName,
    loginIpRanges,
    sessionTimeoutMinutes: files.sessionTimeouts.get(fullName.toLowerCase()),
  }));
  const given = new Set(profiles.map(({ name }) => name));
  const absent = users.rows.find((user) => signsIn(user) && !given.has(user.Profile?.Name ?? ''));
  if (absent)
    return unknown(`the org gave no metadata of the profile ${absent.Profile?.Name ?? absent.ProfileId ?? ''}`);
  return known(profiles);
};

export const profileCoverage = (org: string, files: ProfileFiles, profiles: Fact<InventoryProfile[]>): Coverage => {
  const source = sourceOf(org, 'profiles');
  if (files.refused !== undefined) return { source, status: 'unavailable', reason: files.refused };
  const rows = files.profiles.length;
  return profiles.known
    ? { source, status: 'complete', rows }
    : { source, status: 'partial', reason: profiles.reason, rows };
};
