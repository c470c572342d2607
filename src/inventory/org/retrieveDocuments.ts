import { retrieve } from '../../metadata/retrieve.js';
import type { OrgConnection } from '../../org/connection.js';
import type { MetadataDocument } from '../../registration/document.js';
import { readDocument } from '../../registration/readDocument.js';
import type { Coverage, SkippedFile } from '../types.js';
import { sourceOf } from './coverage.js';
import { retrieveFailure } from './retrieveFailure.js';

/** The files that tell about client apps. Push settings are left out: they hold keys and say nothing that is asked. */
const appTypes = [
  'ConnectedApp',
  'ExternalClientApplication',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
  'ExtlClntAppSamlConfigurablePolicies',
];
const settings = ['OauthOidc', 'ConnectedApp', 'ExternalClientApp', 'Security'];

export type OrgDocuments = {
  documents: MetadataDocument[];
  skipped: SkippedFile[];
  coverage: Coverage;
  /** Why an app of the org can have no file, in one sentence without a full stop. */
  absence: string;
  /** The same of External Client Apps, which take a permission of their own. */
  externalAbsence: string;
};

/** Settings that an org does not have are unknown facts already, each with its reason. */
const isGap = (message: string): boolean => !message.includes("'Settings'");

const absence = 'the org gave no metadata for it, as for apps from a package';

/** All files of client apps that the org gives, in one retrieve however many there are. */
export const retrieveDocuments = async (
  connection: OrgConnection,
  org: string,
  shortfall?: string,
): Promise<OrgDocuments> => {
  const source = sourceOf(org, 'metadata');
  try {
    const types = new Map([...appTypes.map((type): [string, string[]] => [type, ['*']]), ['Settings', settings]]);
    const { files, messages } = await retrieve(connection, types);
    const read = files.map(({ path, contents }) => readDocument(path, contents));
    const broken = read.filter(({ root }) => !root);
    const problems = [
      ...(shortfall === undefined ? [] : [shortfall]),
      ...messages.filter(isGap),
      ...broken.map(({ file }) => `${file} could not be read`),
    ];
    const [first, ...others] = problems;
    const reason = others.length > 0 ? `${first ?? ''}, and ${others.length} more` : first;
    return {
      documents: read,
      skipped: broken.map(({ file, problems: [problem] }) => ({
        file: `${source}/${file}`,
        reason: problem?.message ?? 'it could not be parsed',
      })),
      coverage: { source, status: reason === undefined ? 'complete' : 'partial', reason, rows: files.length },
      absence,
      externalAbsence: shortfall ?? absence,
    };
  } catch (error) {
    const reason = retrieveFailure(error);
    return {
      documents: [],
      skipped: [],
      coverage: { source, status: 'unavailable', reason },
      absence: reason,
      externalAbsence: reason,
    };
  }
};
