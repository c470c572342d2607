/** Languages that there are starter clients in. */
export const languages = ['node', 'python', 'java', 'bash'] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (text: string): text is Language => (languages as readonly string[]).includes(text);

export type LanguageTraits = {
  /** Of the program; its template has the same name and `.tmpl`. */
  file: string;
  /** Of the parts that differ by flow. */
  ending: string;
  /** How the program is started. */
  run: string;
  needs: string;
  /** A text as the language writes one. */
  literal: (text: string) => string;
};

/** JSON's form of a text is one of JavaScript, Python and Java, too. */
const doubleQuoted = (text: string): string => JSON.stringify(text);

const singleQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

export const traitsOf: Record<Language, LanguageTraits> = {
  node: {
    file: 'client.mjs',
    ending: 'mjs',
    run: 'node client.mjs',
    needs: 'Node 20 or later',
    literal: doubleQuoted,
  },
  python: {
    file: 'client.py',
    ending: 'py',
    run: 'python3 client.py',
    needs: 'Python 3.9 or later',
    literal: doubleQuoted,
  },
  java: {
    file: 'Client.java',
    ending: 'java',
    run: 'java Client.java',
    needs: 'Java 17 or later (a JDK)',
    literal: doubleQuoted,
  },
  bash: {
    file: 'client.sh',
    ending: 'sh',
    run: 'bash client.sh',
    needs: 'bash 3.2 or later, curl and openssl',
    literal: singleQuoted,
  },
};
