import type { Session } from '../sessions.js';
import type { Org } from '../org.js';
import { apiError, notFound, Refusal, type Answer, type OrgRequest } from './exchange.js';

export type Call = {
  org: Org;
  request: OrgRequest;
  params: Record<string, string>;
};

/** A call of a signed-in user to `/services/data/vXX.0`. */
export type ApiCall = Call & { session: Session; version: number };

export type Route<C = Call> = {
  method: string;
  /** `:name` stands for one segment, a trailing `*name` for the rest. */
  path: string;
  /** First API version that knows the resource. */
  since?: number;
  handle: (call: C) => Answer | Promise<Answer>;
};

const match = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith('*')) {
      params[part.slice(1)] = given.slice(i).map(decodeURIComponent).join('/');
      return params;
    }
    const segment = given[i];
    if (segment === undefined) return undefined;
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(segment);
    else if (part.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return wanted.length === given.length ? params : undefined;
};

/** Finds the route of a path: 404 when none knows the path, 405 when the path knows other methods. */
export const findRoute = <C>(
  routes: Array<Route<C>>,
  method: string,
  path: string,
): { route: Route<C>; params: Record<string, string> } => {
  const onPath = routes.flatMap((route) => {
    const params = match(route.path, path.length > 1 ? path.replace(/\/$/, '') : path);
    return params ? [{ route, params }] : [];
  });
  const found = onPath.find(({ route }) => route.method === (method === 'HEAD' ? 'GET' : method));
  if (found) return found;
  if (onPath.length === 0) throw notFound();
  const allowed = [...new Set(onPath.map(({ route }) => route.method))].join(',');
  throw apiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are ${allowed}`);
};

/** A handler's refusal is an answer like any other. */
export const answerOf = async (handle: () => Answer | Promise<Answer>): Promise<Answer> => {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
};

export const readJson = ({ body }: OrgRequest): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(body.toString() || '{}');
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {
    // falls through to the org's own error
  }
  throw apiError(400, 'JSON_PARSER_ERROR', 'Unexpected character in JSON body');
};
