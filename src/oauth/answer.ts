/** What an OAuth endpoint said no with, in its own words. */
export type Refusal = {
  /** The OAuth code (`invalid_grant`); `unreachable` and `unusable-answer` when no OAuth answer came. */
  error: string;
  description: string;
};

export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export const accepted = <T>(value: T): Answer<T> => ({ ok: true, value });
export const refused = (error: string, description: string): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: { error, description },
});

/** One line for people: `invalid_grant: ip restricted`. */
export const refusalText = ({ error, description }: Refusal): string =>
  description === '' ? error : `${error}: ${description}`;

const networkCode = (error: unknown): string | undefined => {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1)
    if ('code' in cause && typeof cause.code === 'string' && /^(E[A-Z]{3,}|UND_ERR_)/.test(cause.code))
      return cause.code;
  return undefined;
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');

/**
 * What went wrong, as a value: only code and description of the endpoint, never the request, which holds secrets.
 * Recognised by shape: `ResponseBodyError` and `AuthorizationResponseError` of openid-client both carry `error`.
 */
export const refusalOf = (failure: unknown): Refusal => {
  if (!(failure instanceof Error)) return { error: 'unusable-answer', description: '' };
  if ('error' in failure && typeof failure.error === 'string')
    return {
      error: failure.error.slice(0, 100),
      description: 'error_description' in failure ? textOf(failure.error_description) : '',
    };
  const code = networkCode(failure);
  if (code !== undefined) return { error: 'unreachable', description: code };
  if (failure.name === 'TimeoutError' || failure.name === 'AbortError')
    return { error: 'unreachable', description: 'no answer in time' };
  return { error: 'unusable-answer', description: textOf(failure.message) };
};

/** Runs one request; what it throws becomes a refusal. */
export const ask = async <T>(request: () => Promise<T>): Promise<Answer<T>> => {
  try {
    return accepted(await request());
  } catch (error) {
    return { ok: false, refusal: refusalOf(error) };
  }
};
