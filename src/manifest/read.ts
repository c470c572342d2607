import type { ClientApp } from '../app/clientApp.js';
import { complete } from './complete.js';
import { crossCheck } from './checks.js';
import { describeIssue, maxProblems } from './describeIssue.js';
import type { LocatedMessage } from './describeIssue.js';
import { linesOf, positionAt } from './positions.js';
import { manifestSchema, manifestVersion } from './schema.js';
import type { EnvironmentOverride } from './schema.js';
import { parseYaml } from './yamlText.js';
import type { ManifestProblem } from './yamlText.js';

export type ReadManifest = {
  /** As given by whoever read it; relative to the project's root, with `/`. */
  file: string;
  /** Complete, with the defaults of its model; absent when there are problems. */
  app?: ClientApp | undefined;
  environments: Record<string, EnvironmentOverride>;
  problems: ManifestProblem[];
  /** Line of each key and list entry by dotted path: `credentials.lastRotated`, `callbackUrls.0`. */
  lines: Record<string, number>;
};

const isNewer = (raw: unknown): boolean =>
  typeof raw === 'object' && raw !== null && 'version' in raw && Number(raw.version) > manifestVersion;

const newer: LocatedMessage = {
  path: ['version'],
  part: 'value',
  message: `This manifest has a newer format than ${manifestVersion}, the newest that this version of the plugin reads; update the plugin.`,
};

/** Reads a manifest. Never throws: what is wrong is in `problems`, each at its line. */
export const readManifest = (text: string, file: string): ReadManifest => {
  const { document, lineCounter, problems } = parseYaml(text);
  if (problems.length > 0) return { file, environments: {}, problems: problems.slice(0, maxProblems), lines: {} };
  const lines = linesOf(document, lineCounter);
  const raw: unknown = document.toJS({ maxAliasCount: 0 });
  const parsed = manifestSchema.safeParse(raw);
  const found = isNewer(raw)
    ? [newer]
    : [
        ...(parsed.error?.issues ?? []).slice(0, maxProblems).flatMap((issue) => describeIssue(issue, raw)),
        ...crossCheck(raw, file),
      ];
  if (found.length > 0 || !parsed.success) {
    const located = found.slice(0, maxProblems).map(({ path, part, message }) => ({
      message,
      ...positionAt(document, lineCounter, path, part),
    }));
    return { file, environments: {}, problems: located.sort(byPlace), lines };
  }
  return { file, app: complete(parsed.data), environments: parsed.data.environments ?? {}, problems: [], lines };
};

const byPlace = (a: ManifestProblem, b: ManifestProblem): number => a.line - b.line || a.column - b.column;
