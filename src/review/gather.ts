import { join, resolve } from 'node:path';
import { SfError } from '@salesforce/core/sfError';
import type { ClientApp } from '../app/clientApp.js';
import { auditedOrgs } from '../audit/auditedOrgs.js';
import type { AuditFinding, AuditInconclusive } from '../audit/result.js';
import { unauditedOrgs } from '../audit/unaudited.js';
import { isSameUser } from '../audit/usernames.js';
import { performAudit, type PerformedAudit } from '../auditRun/perform.js';
import { prepareAudit, type AuditRequest } from '../auditRun/prepare.js';
import { readProjectCertificate } from '../certificate/projectCertificate.js';
import { chooseApp } from '../inventory/org/chooseApp.js';
import { findEnvironment, resolveEnvironment } from '../manifest/environment.js';
import type { ValidManifest } from '../manifest/find.js';
import { readRotations } from '../rotation/journal.js';
import { reportOf } from '../rotation/report.js';
import { visible } from '../report/escape.js';
import type { ManifestPlace } from './changes.js';
import type { ReviewFacts } from './facts.js';

export type GatherOptions = {
  root: string;
  manifests: readonly ValidManifest[];
  /** Every name of the org, the one to show first; none for a review without an org. */
  orgNames: readonly string[];
  orgId?: string | undefined;
  apiVersion?: string | undefined;
  configFile?: string | undefined;
};

type GatheredReview = { facts: ReviewFacts; place: ManifestPlace };
export type GatheredReviews = {
  reviews: GatheredReview[];
  request: AuditRequest;
  configPath: string;
  apiCalls: number;
};

const refuseUnread = (performed: PerformedAudit): void => {
  const [unread] = unauditedOrgs(performed.report.coverage);
  if (!unread) return;
  throw new SfError(
    `The org ${visible(unread.org)} could not be read: ${visible(unread.reason)}.`,
    'OrgNotReviewedError',
    ['Sign in to it again, or review without --target-org what manifest and source show.'],
  );
};

type Subject = { app: ClientApp; names: ReadonlySet<string> };

const concerns = ({ app, names }: Subject, finding: Pick<AuditFinding, 'app' | 'user'>): boolean => {
  if (finding.app !== '') return names.has(finding.app.toLowerCase());
  return finding.user !== undefined && app.identity.user !== undefined && isSameUser(finding.user, app.identity.user);
};

/** What no rule could say of this app, or of anything: each also holds for this app. */
const unanswered = ({ names }: Subject, { app }: AuditInconclusive): boolean =>
  app === undefined || names.has(app.toLowerCase());

const lastDayOf = async (
  root: string,
  { credentials: { certificateFile } }: ClientApp,
): Promise<string | undefined> => {
  const certificate = certificateFile === undefined ? undefined : await readProjectCertificate(root, certificateFile);
  return certificate?.validToDate.toISOString().slice(0, 10);
};

/** Reads source, org, journal and audit once, for all the apps that are reviewed. */
export const gatherReviews = async (options: GatherOptions): Promise<GatheredReviews> => {
  const { root, manifests, orgNames, orgId, apiVersion, configFile } = options;
  const [orgName] = orgNames;
  const orgs = orgName === undefined ? [] : [orgName];
  const wish = { 'target-org': orgs, 'config-file': configFile, 'api-version': apiVersion };
  const request: AuditRequest = { ...(await prepareAudit(wish)), root, paths: [] };
  const performed = await performAudit(request);
  refuseUnread(performed);
  const { inventory, report } = performed;
  const rotations = (await readRotations()).filter(
    (record) => orgId === undefined || record.orgId.slice(0, 15) === orgId.slice(0, 15),
  );
  const audited = auditedOrgs(inventory).find(({ org }) => org === orgName);
  const inSource = inventory.apps.filter(({ origin }) => origin.kind === 'source');
  const inOrg = inventory.apps.filter(({ origin }) => origin.kind === 'org');

  const reviewOf = async (manifest: ValidManifest): Promise<GatheredReview> => {
    const environment = findEnvironment(manifest, orgNames);
    const app = resolveEnvironment(manifest, environment);
    const source = chooseApp(inSource, app.name, app.registration).app;
    const registered = chooseApp(inOrg, app.name, app.registration).app;
    const labels = [app.name, source?.label, registered?.label, registered?.name];
    const subject = { app, names: new Set(labels.flatMap((label) => label?.toLowerCase() ?? [])) };
    const declared = new Set(Object.keys(manifest.lines));
    return {
      facts: {
        app,
        declared,
        inventory,
        source,
        org: orgName === undefined ? undefined : { name: orgName, audited, app: registered },
        findings: report.findings.filter((finding) => concerns(subject, finding)),
        inconclusive: report.inconclusive.filter((one) => unanswered(subject, one)),
        coverage: report.coverage,
        waivers: request.config.waivers,
        rotations: rotations.filter((record) => record.app === app.name).map(reportOf),
        certificateEnds: await lastDayOf(root, app),
      },
      place: { root, file: manifest.file, environment, declared, ipRanges: app.policies.ipRanges },
    };
  };

  return {
    reviews: await Promise.all(manifests.map(reviewOf)),
    request,
    configPath: configFile === undefined ? join(root, 'clientapp-audit.yml') : resolve(configFile),
    apiCalls: report.apiCalls,
  };
};
