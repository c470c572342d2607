import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { Location } from '../inventory/types.js';
import type { AuditConfig, Waiver } from './auditConfig.js';
import { configSchema } from './configSchema.js';

/** Something wrong in the config file, and where. */
export type ConfigProblem = { message: string; line: number; column: number };

export type ConfigReading = { config: AuditConfig } | { problems: ConfigProblem[] };

type Path = readonly PropertyKey[];

/** Offset of a value, or of its key, or of the nearest thing around it that is there. */
const offsetAt = (document: Document, path: Path): number => {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === String(path[length - 1])) : undefined;
    if (pair && isNode(pair.key) && pair.key.range) return pair.key.range[0];
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
};

const pathsOf = (issue: z.core.$ZodIssue): Path[] =>
  issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];

const messageOf = (issue: z.core.$ZodIssue, path: Path): string => {
  if (issue.code === 'unrecognized_keys') return `unknown key "${String(path.at(-1))}"`;
  return path.length === 0 ? issue.message : `${path.join('.')}: ${issue.message}`;
};

/** The first line of the parser's message, without its own mention of the place. */
const sentence = (message: string): string => message.replace(/\n.*$/s, '').replace(/ at line \d+, column \d+:?$/, '');

/** Aliases that are unresolved, or that multiply without end, only show here. */
const plainValue = (document: Document): { value: unknown } | { problem: string } => {
  try {
    return { value: document.toJS() };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

type Read = z.output<typeof configSchema>;

/** In a file of another version, everything else may mean something else: the version is the only mistake. */
const mistakesOf = ({ issues }: z.ZodError): z.core.$ZodIssue[] => {
  const version = issues.find(({ path }) => path.length === 1 && path[0] === 'version');
  return version ? [version] : issues;
};

type Mistake = { path: Path; message: string };

/** What the schema cannot know: names of rules, and today. */
export type ConfigChecks = {
  ruleIds: ReadonlySet<string>;
  /** What is wrong with a selector of rules. */
  selectorProblem?: ((selector: string) => string | undefined) | undefined;
  today?: Date | undefined;
};

const unknownRules = ({ severities, profiles, waivers }: Read, ruleIds: ReadonlySet<string>): Mistake[] => {
  const named = [
    ...Object.keys(severities).map((id) => ({ path: ['severities', id], id })),
    ...Object.entries(profiles).flatMap(([kind, profile]) =>
      Object.keys(profile?.severities ?? {}).map((id) => ({ path: ['profiles', kind, 'severities', id], id })),
    ),
    ...waivers.map(({ rule }, index) => ({ path: ['waivers', index, 'rule'], id: rule })),
  ];
  return named.filter(({ id }) => !ruleIds.has(id)).map(({ path, id }) => ({ path, message: `unknown rule "${id}"` }));
};

const badSelectors = ({ rules }: Read, selectorProblem: ConfigChecks['selectorProblem']): Mistake[] =>
  (['include', 'exclude'] as const).flatMap((list) =>
    rules[list].flatMap((selector, index) => {
      const message = selectorProblem?.(selector);
      return message === undefined ? [] : [{ path: ['rules', list, index], message }];
    }),
  );

const dayMs = 86_400_000;

const longWaivers = ({ waivers, maxWaiverDays }: Read, today: Date | undefined): Mistake[] => {
  if (maxWaiverDays === undefined || !today) return [];
  const last = new Date(today.getTime() + maxWaiverDays * dayMs).toISOString().slice(0, 10);
  return waivers.flatMap(({ expires }, index) =>
    expires > last
      ? [
          {
            path: ['waivers', index, 'expires'],
            message: `a waiver may end ${maxWaiverDays} days ahead at most, which is ${last}`,
          },
        ]
      : [],
  );
};

const withPlace = ({ app, fingerprint, ...waiver }: Read['waivers'][number], at: Location): Waiver =>
  fingerprint === undefined ? { ...waiver, app: app ?? '', at } : { ...waiver, fingerprint, at };

/** Reads the audit config; a mistake in it is an error with its line, because a waiver that is not read waives nothing. */
export const readConfig = (source: string, file: string, checks: ConfigChecks): ConfigReading => {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    return { problems: document.errors.map(({ message, pos }) => ({ message: sentence(message), ...place(pos[0]) })) };
  }
  const plain = plainValue(document);
  if ('problem' in plain) return { problems: [{ message: plain.problem, line: 1, column: 1 }] };

  const parsed = configSchema.safeParse(plain.value ?? {});
  if (!parsed.success) {
    const problems = mistakesOf(parsed.error).flatMap((issue) =>
      pathsOf(issue).map((path) => ({ message: messageOf(issue, path), ...place(offsetAt(document, path)) })),
    );
    return { problems };
  }
  const mistakes = [
    ...unknownRules(parsed.data, checks.ruleIds),
    ...badSelectors(parsed.data, checks.selectorProblem),
    ...longWaivers(parsed.data, checks.today),
  ];
  if (mistakes.length > 0) {
    return { problems: mistakes.map(({ path, message }) => ({ message, ...place(offsetAt(document, path)) })) };
  }
  const waivers = parsed.data.waivers.map((waiver, index) => {
    const { line, column } = place(offsetAt(document, ['waivers', index]));
    return withPlace(waiver, { file, startLine: line, startColumn: column });
  });
  const { version: _, ...config } = parsed.data;
  return { config: { ...config, waivers } };
};
