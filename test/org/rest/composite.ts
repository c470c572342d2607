import { json, type Answer } from '../http/exchange.js';
import { answerOf, readJson, type ApiCall, type Route } from '../http/router.js';
import { answerApi } from '../routes.js';

type Wish = { method: string; url: string; body?: unknown; referenceId?: string };

const bodyOf = ({ body }: Answer): unknown => (body === undefined ? null : JSON.parse(body as string));

/** One inner call, by the same routes as any other; paths come with or without `/services/data`. */
const run = async (call: ApiCall, { method, url, body }: Wish): Promise<Answer> => {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const [, version = String(call.version), rest = ''] = /^\/?(?:services\/data\/)?v(\d+)\.0(\/.*)$/.exec(path) ?? [];
  const request = {
    ...call.request,
    method,
    path: `/services/data/v${version}.0${rest}`,
    query: new URLSearchParams(query),
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  };
  return answerOf(() => answerApi(call.org, request, Number(version), rest));
};

/** Up to 25 independent calls, in order. */
const runBatch = async (call: ApiCall): Promise<Answer> => {
  const { batchRequests = [] } = readJson(call.request) as { batchRequests?: Array<Wish & { richInput?: unknown }> };
  const results = [];
  for (const wish of batchRequests.slice(0, 25)) {
    const answer = await run(call, { ...wish, body: wish.richInput });
    results.push({ statusCode: answer.status, result: bodyOf(answer) });
  }
  return json(200, { hasErrors: results.some(({ statusCode }) => statusCode >= 400), results });
};

/** `@{refId.id}` stands for what an earlier call gave. */
const fill = (wish: Wish, earlier: Map<string, unknown>): Wish => {
  const text = JSON.stringify(wish).replace(/@\{(\w+)\.(\w+)\}/g, (_whole, ref: string, field: string) =>
    String((earlier.get(ref) as Record<string, unknown> | undefined)?.[field]),
  );
  return JSON.parse(text) as Wish;
};

const runComposite = async (call: ApiCall): Promise<Answer> => {
  const { compositeRequest = [] } = readJson(call.request) as { compositeRequest?: Wish[] };
  const earlier = new Map<string, unknown>();
  const compositeResponse = [];
  for (const wish of compositeRequest.slice(0, 25)) {
    const answer = await run(call, fill(wish, earlier));
    const { referenceId = '' } = wish;
    earlier.set(referenceId, bodyOf(answer));
    compositeResponse.push({ body: bodyOf(answer), httpHeaders: {}, httpStatusCode: answer.status, referenceId });
  }
  return json(200, { compositeResponse });
};

type Sobject = { attributes?: { type?: string } } & Record<string, unknown>;

/** Up to 200 records in one call; each succeeds or fails by itself. */
const createMany = async (call: ApiCall): Promise<Answer> => {
  const { records = [] } = readJson(call.request) as { records?: Sobject[] };
  const results = [];
  for (const { attributes, ...body } of records.slice(0, 200)) {
    const url = `/services/data/v${call.version}.0/sobjects/${attributes?.type ?? ''}`;
    const answer = await run(call, { method: 'POST', url, body });
    if (answer.status < 400) results.push(bodyOf(answer));
    else {
      const errors = (bodyOf(answer) as Array<{ errorCode: string; message: string; fields?: string[] }>).map(
        ({ errorCode, message, fields = [] }) => ({ statusCode: errorCode, message, fields }),
      );
      results.push({ success: false, errors });
    }
  }
  return json(200, results);
};

export const compositeRoutes: Array<Route<ApiCall>> = [
  { method: 'POST', path: '/composite/batch', handle: runBatch },
  { method: 'POST', path: '/composite', handle: runComposite },
  { method: 'POST', path: '/composite/sobjects', handle: createMany },
];
