import { severityNames, type Rule } from './rule.js';
import { parseSeverity } from './severity.js';

type Selectable = Pick<Rule, 'id' | 'severity' | 'tags'>;

type Selector = { kind: 'all' } | { kind: 'name'; name: string } | { kind: 'and' | 'or'; parts: Selector[] };

export type SelectorProblem = { selector: string; reason: 'malformed' | 'unknown' };

/** `Recommended` is every rule: none of them is off by default. */
const everything = new Set(['all', 'recommended']);

/**
 * The grammar of Code Analyzer's `--rule-selector`: a comma means or, a colon means and and binds tighter,
 * parentheses group. `tokens:(High,Critical)` is every token rule of those two severities.
 */
const parse = (text: string): Selector | undefined => {
  const tokens = text.match(/[(),:]|[^(),:]+/g)?.map((token) => token.trim()) ?? [];
  let position = 0;
  const accept = (token: string): boolean => {
    if (tokens[position] !== token) return false;
    position += 1;
    return true;
  };
  const list = (kind: 'and' | 'or', separator: string, item: () => Selector | undefined): Selector | undefined => {
    const parts: Selector[] = [];
    do {
      const part = item();
      if (!part) return undefined;
      parts.push(part);
    } while (accept(separator));
    return parts.length === 1 ? parts[0] : { kind, parts };
  };
  const simple = (): Selector | undefined => {
    if (accept('(')) {
      const inner = any();
      return accept(')') ? inner : undefined;
    }
    const name = tokens[position];
    if (!name || /^[(),:]$/.test(name)) return undefined;
    position += 1;
    return everything.has(name.toLowerCase()) ? { kind: 'all' } : { kind: 'name', name: name.toLowerCase() };
  };
  const both = (): Selector | undefined => list('and', ':', simple);
  const any = (): Selector | undefined => list('or', ',', both);
  const selector = any();
  return position === tokens.length ? selector : undefined;
};

const names = (rule: Selectable): string[] => [
  rule.id,
  ...rule.tags,
  severityNames[rule.severity],
  String(rule.severity),
];

const matches = (selector: Selector, rule: Selectable): boolean => {
  switch (selector.kind) {
    case 'all':
      return true;
    case 'name':
      return names(rule).some((name) => name.toLowerCase() === selector.name);
    case 'and':
      return selector.parts.every((part) => matches(part, rule));
    case 'or':
      return selector.parts.some((part) => matches(part, rule));
  }
};

const namesIn = (selector: Selector): string[] => {
  if (selector.kind === 'all') return [];
  return selector.kind === 'name' ? [selector.name] : selector.parts.flatMap(namesIn);
};

/** The rules that any of the selectors names, in the order of the catalogue; no selector means every rule. */
export const selectRules = <R extends Selectable>(
  rules: readonly R[],
  selectors: readonly string[],
): { rules: R[]; problems: SelectorProblem[] } => {
  const known = new Set(rules.flatMap(names).map((name) => name.toLowerCase()));
  const problems: SelectorProblem[] = [];
  const parsed: Selector[] = [];
  for (const text of selectors) {
    const selector = parse(text);
    if (!selector) problems.push({ selector: text, reason: 'malformed' });
    // A mistyped rule must not become an audit that finds nothing.
    else
      for (const name of namesIn(selector))
        if (!known.has(name) && !parseSeverity(name)) problems.push({ selector: name, reason: 'unknown' });
    if (selector) parsed.push(selector);
  }
  return {
    rules:
      selectors.length === 0 ? [...rules] : rules.filter((rule) => parsed.some((selector) => matches(selector, rule))),
    problems,
  };
};
