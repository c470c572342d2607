/** Parses JSON; undefined when it is none. The parser's own error is dropped because it quotes the text, a secret maybe. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
