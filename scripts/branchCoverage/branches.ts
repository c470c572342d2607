import ts from 'typescript';

/** A way that a program can take. How often it did is the count at one place, less the count at another for an `else` that is not written. */
export type Branch = { line: number; at: number; less?: number };

const logicalOperators = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

type Place = { at: ts.Node; less?: ts.Node };

const placesOfIf = (node: ts.IfStatement): Place[] => [
  { at: node.thenStatement },
  node.elseStatement ? { at: node.elseStatement } : { at: node, less: node.thenStatement },
];

/** What V8 counts. It does not count default values and `?.`, so those are no branches here. */
const placesOf = (node: ts.Node): Place[] => {
  if (ts.isIfStatement(node)) return placesOfIf(node);
  if (ts.isConditionalExpression(node)) return [{ at: node.whenTrue }, { at: node.whenFalse }];
  if (ts.isBinaryExpression(node) && logicalOperators.has(node.operatorToken.kind)) return [{ at: node.right }];
  if (ts.isCaseOrDefaultClause(node)) return [{ at: node }];
  if (ts.isCatchClause(node)) return [{ at: node.block }];
  if (ts.isIterationStatement(node, false)) return [{ at: node.statement }];
  return [];
};

/** All branches of a source file, those in functions that nobody calls too. */
export const branchesOf = (text: string): Branch[] => {
  const file = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const branches: Branch[] = [];
  const visit = (node: ts.Node): void => {
    for (const { at, less } of placesOf(node)) {
      const start = at.getStart(file);
      const line = file.getLineAndCharacterOfPosition(start).line + 1;
      branches.push({ line, at: start, ...(less ? { less: less.getStart(file) } : {}) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return branches;
};
