import { z } from 'zod';
import { positionAt, type Path } from '../manifest/positions.js';
import { parseYaml } from '../manifest/yamlText.js';
import type { Decision } from './types.js';

/** Something wrong in the file, and where; lines and columns count from 1. */
export type DecisionsProblem = { message: string; line: number; column: number };

/** A decision as the file has it, with its place. */
type FiledDecision = { item: string; decision: Decision; line: number; column: number };

export type FiledApp = {
  name: string;
  /** What was reviewed; decisions on something else do not count. */
  digest?: string | undefined;
  decisions: FiledDecision[];
  line: number;
  column: number;
};

export type DecisionsFile = { reviewer?: string | undefined; apps: FiledApp[] };

const text = z.string().trim().min(1).max(2000);

const keep = z.strictObject({ item: text, decision: z.literal('keep'), reason: text.optional() });
const change = z.strictObject({
  item: text,
  decision: z.literal('change'),
  todo: text,
  remove: z.boolean().default(false),
});
const waive = z.strictObject({
  item: text,
  decision: z.literal('waive'),
  owner: text,
  reason: text,
  expires: z.iso.date('a day is YYYY-MM-DD'),
});

const schema = z.strictObject({
  version: z
    .literal(1, { error: 'this version of the plugin reads decisions of version 1; update it to read a newer one' })
    .optional(),
  reviewer: text.optional(),
  apps: z
    .array(
      z.strictObject({
        name: text,
        digest: z
          .string()
          .regex(/^[0-9a-f]{64}$/, 'a digest has 64 hexadecimal digits')
          .optional(),
        decisions: z.array(z.discriminatedUnion('decision', [keep, change, waive])),
      }),
    )
    .min(1),
});

type Filed = z.output<typeof keep> | z.output<typeof change> | z.output<typeof waive>;

const decisionOf = (filed: Filed): Decision => {
  if (filed.decision === 'keep')
    return { decision: 'keep', ...(filed.reason === undefined ? {} : { reason: filed.reason }) };
  if (filed.decision === 'change') return { decision: 'change', todo: filed.todo, remove: filed.remove };
  return { decision: 'waive', owner: filed.owner, reason: filed.reason, expires: filed.expires };
};

const issuePaths = (issue: z.core.$ZodIssue): Path[] =>
  issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];

const issueText = (issue: z.core.$ZodIssue, path: Path): string => {
  const name = path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') return `"${name}" is not a key of a decisions file.`;
  return name === '' ? `${issue.message}.` : `${name}: ${issue.message}.`;
};

/** In a file of another version, everything else may mean something else: the version is the only mistake. */
const mistakesOf = ({ issues }: z.ZodError): z.core.$ZodIssue[] => {
  const version = issues.find(({ path }) => path.length === 1 && path[0] === 'version');
  return version ? [version] : issues;
};

/** Nobody reads more of them at once. */
const mostProblems = 100;

/** Reads decisions from YAML or JSON; every mistake has its line. */
export const readDecisions = (source: string): { file: DecisionsFile } | { problems: DecisionsProblem[] } => {
  const { document, lineCounter, problems } = parseYaml(source);
  if (problems.length > 0) {
    const own = problems.map((one) => ({
      ...one,
      message: one.message.replace('A manifest has', 'A decisions file has'),
    }));
    return { problems: own.slice(0, mostProblems) };
  }
  const placeOf = (path: Path): { line: number; column: number } => positionAt(document, lineCounter, path, 'key');
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (!parsed.success) {
    const found = mistakesOf(parsed.error).flatMap((issue) =>
      issuePaths(issue).map((path) => ({ message: issueText(issue, path), ...placeOf(path) })),
    );
    return { problems: found.slice(0, mostProblems) };
  }
  const { reviewer, apps } = parsed.data;
  return {
    file: {
      reviewer,
      apps: apps.map(({ name, digest, decisions }, app) => ({
        name,
        digest,
        decisions: decisions.map((filed, index) => ({
          item: filed.item,
          decision: decisionOf(filed),
          ...placeOf(['apps', app, 'decisions', index]),
        })),
        ...placeOf(['apps', app]),
      })),
    },
  };
};
