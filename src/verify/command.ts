/** A word as a shell takes it; most need no quotes. */
const word = (text: string): string =>
  /^[\w@.:/+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The next command, ready to be copied: `command('org assign permset', { name: 'X_Access' })`. */
const command = (name: string, flags: Record<string, string> = {}): string =>
  ['sf', name, ...Object.entries(flags).map(([flag, value]) => `--${flag} ${word(value)}`)].join(' ');

/** As an action: a sentence that ends in the command. */
export const run = (why: string, name: string, flags: Record<string, string>): string =>
  `${why}: "${command(name, flags)}".`;
