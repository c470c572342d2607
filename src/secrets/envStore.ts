import { SfError } from '@salesforce/core/sfError';
import { shortOrgId } from './address.js';
import { readFileIfAny, writeFileAtomically } from './atomicFile.js';
import { checkCredential, parseCredential } from './credential.js';
import { fieldNames, orgIdName } from './envNames.js';
import { locateEnvFile, refuseUnsafePlace } from './envPlace.js';
import { appendLines, editEnvText, readEnvText } from './envText.js';
import { withFileLock } from './fileLock.js';
import { collectVersions, credentialVersions } from './store.js';
import type { CredentialAddress, CredentialVersion, SecretStore, StoredCredential } from './store.js';

type Values = ReadonlyMap<string, string | undefined>;

/**
 * A dotenv file, mode 0600, for programs that read their credentials from the environment. It holds the credentials of
 * one org per app, under names such as `ACMEERP_CONSUMER_KEY`; `_NEXT` and `_PREVIOUS` end the names of the other two
 * versions. A private key is quoted over several lines. Whatever else the file says stays.
 *
 * @param file relative to the project root, or to the current directory without one
 * @returns a store whose calls throw OtherOrgCredentialError when the file holds the app's credential of another org,
 * CorruptedCredentialsError when values are missing or wrong, UnquotableValueError, InvalidAppNameError, StoreBusyError
 * @throws EnvFileFolderError, EnvFileNotIgnoredError, EnvFileInPackageError; writing checks these again
 */
export const openEnvStore = async (file: string, projectRoot = process.cwd()): Promise<SecretStore> => {
  const path = await locateEnvFile(file, projectRoot);
  await refuseUnsafePlace(path);
  return {
    name: `env:${file}`,

    read: async (address) => {
      const values = readEnvText((await readText(path)) ?? '');
      refuseOtherOrg(values, address, path);
      return collectVersions((version) => Promise.resolve(pickCredential(values, address.app, version, path)));
    },

    write: (address, version, credential) =>
      change(path, address, (text) => {
        const marked = editEnvText(
          withHeading(text, address.app),
          new Map([[orgIdName(address.app), shortOrgId(address.orgId)]]),
        );
        return editEnvText(marked, toValues(address.app, version, checkCredential(credential)));
      }),

    remove: (address, version) =>
      change(path, address, (text) => {
        const left = editEnvText(text, toValues(address.app, version, {}));
        return holdsAny(readEnvText(left), address.app) ? left : withoutMarks(left, address.app);
      }),
  };
};

// The file is others' too: latin1 gives their bytes back unchanged, and what is written here is ASCII.
const readText = (file: string): Promise<string | undefined> => readFileIfAny(file, 'latin1');

const change = async (file: string, address: CredentialAddress, edit: (text: string) => string): Promise<void> => {
  await refuseUnsafePlace(file);
  await withFileLock(file, async (assertHeld) => {
    const before = await readText(file);
    refuseOtherOrg(readEnvText(before ?? ''), address, file);
    const after = edit(before ?? '');
    if (after === (before ?? '')) return;
    assertHeld();
    await writeFileAtomically(file, after, 'latin1');
  });
};

const toValues = (app: string, version: CredentialVersion, credential: Partial<StoredCredential>): Values =>
  new Map(fieldNames(app, version).map(([field, name]) => [name, credential[field]?.replace(/\r\n/g, '\n')]));

const pickCredential = (
  values: Values,
  app: string,
  version: CredentialVersion,
  file: string,
): StoredCredential | undefined => {
  const found = fieldNames(app, version).flatMap(([field, name]) =>
    values.has(name) ? [[field, values.get(name)] as const] : [],
  );
  if (found.length === 0) return undefined;
  const credential = parseCredential(Object.fromEntries(found));
  if (credential) return credential;
  throw new SfError(`${file} holds a part of the credential of ${app} only.`, 'CorruptedCredentialsError', [
    `Remove the lines of ${app} from the file, then run "sf clientapp credential set --name ${app}".`,
  ]);
};

const holdsAny = (values: Values, app: string): boolean =>
  credentialVersions.some((version) => fieldNames(app, version).some(([, name]) => values.has(name)));

const refuseOtherOrg = (values: Values, { app, orgId }: CredentialAddress, file: string): void => {
  const name = orgIdName(app);
  const owner = values.get(name);
  if (owner?.slice(0, 15) === shortOrgId(orgId) || (owner === undefined && !holdsAny(values, app))) return;
  throw new SfError(
    owner === undefined
      ? `${file} holds a credential of ${app} without saying of which org.`
      : `${file} holds the credential of ${app} in the org ${owner}, not in ${orgId}.`,
    'OtherOrgCredentialError',
    ['Give another file: one file holds the credentials of one org per app.', `Or correct ${name} in it.`],
  );
};

const heading = (app: string): string => `# ${app}: written by sf clientapp. In a shell: set -a; . this file\n`;

const withHeading = (text: string, app: string): string =>
  readEnvText(text).has(orgIdName(app)) ? text : appendLines(text, [heading(app)]);

const withoutMarks = (text: string, app: string): string =>
  editEnvText(text, new Map([[orgIdName(app), undefined]])).replace(heading(app), '');
