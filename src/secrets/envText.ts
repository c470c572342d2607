import { SfError } from '@salesforce/core/sfError';

/** A piece of a dotenv file: an assignment, which may span lines, or any other line. Joined, the pieces are the file. */
type Piece = { text: string; name?: string; value?: string };

const assignment =
  /[ \t]*(?:export[ \t]+)?(?<name>[A-Za-z_]\w*)[ \t]*=[ \t]*(?:'(?<single>[^']*)'|"(?<double>(?:\\[^]|[^"\\])*)"|(?<bare>[^\r\n]*?))[ \t]*(?:(?<=\s)#[^\n]*)?(?:\r?\n|$)/y;
const anyLine = /[^\n]*(?:\n|$)/y;

/** The values that a dotenv file assigns, by name; of several for one name the last, as for dotenv parsers and shells. */
export const readEnvText = (text: string): Map<string, string> =>
  new Map(splitEnvText(text).flatMap(({ name, value }) => (name && value !== undefined ? [[name, value]] : [])));

/**
 * Sets and removes values in the text of a dotenv file. Everything else stays as it is, to the byte.
 *
 * @param values by name; undefined removes the name. New names go to the end
 * @throws UnquotableValueError for a value that not every reader of such files would read the same
 */
export const editEnvText = (text: string, values: ReadonlyMap<string, string | undefined>): string => {
  const done = new Set<string>();
  const kept = splitEnvText(text).map((piece) => {
    const { name } = piece;
    if (name === undefined || !values.has(name)) return piece.text;
    const value = done.has(name) ? undefined : values.get(name);
    done.add(name);
    return value === undefined ? '' : formatLine(name, value);
  });
  const added = [...values].flatMap(([name, value]) =>
    value === undefined || done.has(name) ? [] : [formatLine(name, value)],
  );
  return appendLines(kept.join(''), added);
};

/** Appends whole lines, ending the last line of the text first if need be. */
export const appendLines = (text: string, lines: readonly string[]): string =>
  lines.length === 0 ? text : [text, text === '' || text.endsWith('\n') ? '' : '\n', ...lines].join('');

// Read alike by dotenv parsers (Node, JavaScript, Python, Ruby, Docker Compose) and by a shell's `set -a; . file`:
// a bare word of these characters; and single quotes around anything, line breaks too, but a quote, a backslash (an
// escape for some), and a dollar sign (expanded by some).
const formatLine = (name: string, value: string): string => {
  if (/^[\w.:+/=@-]+$/.test(value)) return `${name}=${value}\n`;
  if (/^[\n\x20-\x7e]+$/.test(value) && !/['\\$]/.test(value)) return `${name}='${value}'\n`;
  throw new SfError(
    `The value of ${name} has a character that not every reader of dotenv files reads alike.`,
    'UnquotableValueError',
    ['Use another store, such as "--store sf".'],
  );
};

const splitEnvText = (text: string): Piece[] => {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at += pieces.at(-1)?.text.length ?? 0) pieces.push(pieceAt(text, at));
  return pieces;
};

const pieceAt = (text: string, at: number): Piece => {
  assignment.lastIndex = at;
  const found = assignment.exec(text);
  const { name, single, double, bare = '' } = found?.groups ?? {};
  if (found && name !== undefined) return { text: found[0], name, value: single ?? unescape(double) ?? bare };
  anyLine.lastIndex = at;
  return { text: anyLine.exec(text)?.[0] ?? text.slice(at) };
};

const unescape = (quoted: string | undefined): string | undefined =>
  quoted?.replace(/\\n/g, '\n').replace(/\\(["$`\\])/g, '$1');
