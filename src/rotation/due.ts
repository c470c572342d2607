import { usesSecret } from '../app/clientApp.js';
import { listManifestFiles, readManifestFile } from '../manifest/find.js';
import { visible } from '../report/escape.js';
import { rhythm } from '../report/portrait/dates.js';

/** When the secret of an app has to be rotated next, as its manifest says. */
export type RotationDue = {
  app: string;
  manifest: string;
  everyDays?: number;
  lastRotated?: string;
  due?: string;
  /** `unknown`: no day is recorded, or the manifest can not be read. */
  status: 'due' | 'not-due' | 'unknown';
};

const appOf = (file: string): string => file.replace(/^.*\//, '').replace(/\.clientapp\.yaml$/, '');

/**
 * What is due, by the manifests of a project; those of apps without a secret are left out.
 * @returns what is due longest first, then what is not known, then the rest
 */
export const rotationsDue = async (root: string, today: Date): Promise<RotationDue[]> => {
  const files = await listManifestFiles(root);
  const reads = await Promise.all(files.map((file) => readManifestFile(root, file)));
  const found = reads.flatMap(({ app, file }): RotationDue[] => {
    if (!app) return [{ app: appOf(file), manifest: file, status: 'unknown' }];
    if (!usesSecret(app)) return [];
    const { lastRotated, rotateEveryDays: everyDays } = app.credentials;
    const known = lastRotated === undefined ? undefined : rhythm(lastRotated, everyDays, today);
    if (!known) return [{ app: app.name, manifest: file, everyDays, status: 'unknown' }];
    const { last, due, dueInDays } = known;
    return [
      {
        app: app.name,
        manifest: file,
        everyDays,
        lastRotated: last,
        due,
        status: dueInDays <= 0 ? 'due' : 'not-due',
      },
    ];
  });
  const order = ['due', 'unknown', 'not-due'];
  return found.toSorted(
    (one, other) =>
      order.indexOf(one.status) - order.indexOf(other.status) ||
      (one.due ?? '').localeCompare(other.due ?? '') ||
      one.app.localeCompare(other.app),
  );
};

export type DueRow = { App: string; 'Last Rotated': string; Every: string; Due: string };

/** A line each; what is not known says so. */
export const dueRows = (due: readonly RotationDue[]): DueRow[] =>
  due.map(({ app, lastRotated, everyDays, due: day, status }) => ({
    App: visible(app),
    'Last Rotated': lastRotated ?? 'not recorded',
    Every: everyDays === undefined ? 'unknown' : `${everyDays} days`,
    Due: day === undefined ? 'unknown' : `${day}${status === 'due' ? ', overdue' : ''}`,
  }));
