import type { AuditFinding, AuditInconclusive } from '../../../src/audit/result.js';
import type { Planted } from '../../org/scenarios/planted.js';

const isSame = (wanted: string | undefined, found: string | undefined): boolean =>
  wanted === undefined || wanted.toLowerCase() === found?.toLowerCase();

/** What else an app or a user may be called where its name cannot be read: label, id. */
export type OtherNames = (name: string) => readonly string[];
const noOtherNames: OtherNames = () => [];

const namesOf = (name: string | undefined, otherNames: OtherNames): Array<string | undefined> =>
  name === undefined ? [undefined] : [name, ...otherNames(name)];

/** One finding may be about several users: then its text names them. */
const isAbout = (user: string | undefined, { user: one, message, evidence }: AuditFinding): boolean =>
  isSame(user, one) || (user !== undefined && one === undefined && `${message} ${evidence}`.includes(user));

/** Whether the finding is the one that the planted cause must lead to: same rule, app, user, file and line. */
export const tells = (planted: Planted, finding: AuditFinding, otherNames = noOtherNames): boolean =>
  finding.rule === planted.rule &&
  namesOf(planted.app, otherNames).some((app) => isSame(app, finding.app)) &&
  namesOf(planted.user, otherNames).some((user) => isAbout(user, finding)) &&
  isSame(planted.file, finding.location?.file) &&
  (planted.line === undefined || planted.line === finding.location?.startLine);

/** Whether the audit says that it could not look: at this app, or at the rule at all. */
export const admits = ({ rule, app }: Planted, unanswered: AuditInconclusive): boolean =>
  unanswered.rule === rule && (app === undefined || unanswered.app === undefined || isSame(app, unanswered.app));

export const describePlanted = ({ rule, app, user, file, line, because }: Planted): string =>
  [rule, app, user, file && `${file}${line === undefined ? '' : `:${line}`}`, `(${because})`].filter(Boolean).join(' ');
