import { didYouMean } from '../manifest/suggest.js';
import { decisionProblem, type DecisionLimits } from './checkDecision.js';
import type { DecisionsProblem, FiledApp } from './decisionsFile.js';
import type { Decision, Reviewed } from './types.js';

/** Matches what a file decides with what is reviewed; decisions on something else are mistakes, with their lines. */
export const matchDecisions = (
  filed: FiledApp,
  { items }: Reviewed,
  digest: string,
  limits: DecisionLimits,
): { decisions: Map<string, Decision> } | { problems: DecisionsProblem[] } => {
  const byId = new Map(items.map((item) => [item.id, item]));
  const decisions = new Map<string, Decision>();
  const problems: DecisionsProblem[] = [];
  if (filed.digest !== undefined && filed.digest !== digest) {
    const message = `What is to be reviewed of ${filed.name} has changed since the decisions were made: its digest is ${digest} now.`;
    problems.push({ message, line: filed.line, column: filed.column });
  }
  for (const { item: id, decision, line, column } of filed.decisions) {
    const item = byId.get(id);
    const problem = item && decisionProblem(item, decision, limits);
    if (!item)
      problems.push({ message: `There is no "${id}" to decide on.${didYouMean(id, [...byId.keys()])}`, line, column });
    else if (decisions.has(id)) problems.push({ message: `"${id}" is decided twice.`, line, column });
    else if (problem !== undefined) problems.push({ message: `${problem}.`, line, column });
    else decisions.set(id, decision);
  }
  return problems.length > 0 ? { problems } : { decisions };
};
