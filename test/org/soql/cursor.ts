import { malformed, type Token } from './tokens.js';

export type Cursor = {
  peek: (ahead?: number) => Token | undefined;
  next: () => Token;
  /** Takes the token when it is this keyword or sign. */
  take: (...texts: string[]) => boolean;
  expect: (...texts: string[]) => void;
};

const is = (token: Token | undefined, text: string): boolean =>
  token !== undefined && token.kind !== 'string' && token.text.toUpperCase() === text;

export const createCursor = (tokens: Token[]): Cursor => {
  let position = 0;
  const peek = (ahead = 0): Token | undefined => tokens[position + ahead];
  const take = (...texts: string[]): boolean => {
    if (!texts.every((text, i) => is(peek(i), text))) return false;
    position += texts.length;
    return true;
  };
  return {
    peek,
    take,
    next: () => {
      const token = peek();
      if (!token) throw malformed('unexpected token: <EOF>');
      position += 1;
      return token;
    },
    expect: (...texts) => {
      if (!take(...texts)) throw malformed(`unexpected token: '${peek()?.text ?? '<EOF>'}'`);
    },
  };
};
