/** What a call did, as far as its resource tells. */
export const resourceKind = {
  other: 0,
  list: 1,
  describe: 2,
  query: 3,
  limits: 4,
  bulkJob: 5,
  bulkJobPart: 6,
} as const;
export type ResourceKind = (typeof resourceKind)[keyof typeof resourceKind];

/** A resource below its version, as places in the bytes it was read from. */
export type ResourceSpan = { start: number; end: number; kind: ResourceKind };

const slash = 0x2f;
const question = 0x3f;
const letterV = 0x76;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Endpoints that come before the version: `/services/data/v64.0/…`, `/services/async/64.0/…`. */
const prefixes = ['/services/data', '/services/async', '/services/Soap', '/services'].map(bytesOf);
const [sobjects, query, queryAll, limits, jobs, job, jobsQuery, jobsIngest, describe] = [
  '/sobjects',
  '/query',
  '/queryAll',
  '/limits',
  '/jobs',
  '/job',
  '/jobs/query',
  '/jobs/ingest',
  '/describe',
].map(bytesOf) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

const beginsWith = (bytes: Uint8Array, start: number, end: number, text: Uint8Array): boolean => {
  if (end - start < text.length) return false;
  for (let index = 0; index < text.length; index += 1) if (bytes[start + index] !== text[index]) return false;
  return true;
};

const equals = (bytes: Uint8Array, start: number, end: number, text: Uint8Array): boolean =>
  end - start === text.length && beginsWith(bytes, start, end, text);

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** The end of the path segment whose slash is at `start`. */
const segmentEnd = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start + 1;
  while (at < end && bytes[at] !== slash) at += 1;
  return at;
};

/** `/v64.0`, `/64.0`. */
const isVersion = (bytes: Uint8Array, start: number, end: number): boolean =>
  isDigit(bytes[start + 1]) || (bytes[start + 1] === letterV && start + 2 < end && isDigit(bytes[start + 2]));

const afterPrefix = (bytes: Uint8Array, start: number, end: number): number => {
  for (const prefix of prefixes) {
    const after = start + prefix.length;
    if ((after === end || bytes[after] === slash) && beginsWith(bytes, start, end, prefix)) return after;
  }
  return start;
};

const afterVersion = (bytes: Uint8Array, start: number, end: number): number =>
  bytes[start] === slash && isVersion(bytes, start, end) ? segmentEnd(bytes, start, end) : start;

const withoutQuery = (bytes: Uint8Array, start: number, whole: number): number => {
  let end = whole;
  for (let at = start; at < whole; at += 1) {
    if (bytes[at] === question) {
      end = at;
      break;
    }
  }
  while (end > start + 1 && bytes[end - 1] === slash) end -= 1;
  return end;
};

const isJobList = (bytes: Uint8Array, start: number, end: number): boolean =>
  equals(bytes, start, end, jobsQuery) || equals(bytes, start, end, jobsIngest) || equals(bytes, start, end, job);

const kindOf = (bytes: Uint8Array, start: number, first: number, end: number): ResourceKind => {
  if (equals(bytes, start, first, query) || equals(bytes, start, first, queryAll)) return resourceKind.query;
  if (equals(bytes, start, first, sobjects)) {
    if (first === end) return resourceKind.list;
    return equals(bytes, end - describe.length, end, describe) ? resourceKind.describe : resourceKind.other;
  }
  if (equals(bytes, start, end, limits)) return resourceKind.limits;
  if (!equals(bytes, start, first, jobs) && !equals(bytes, start, first, job)) return resourceKind.other;
  return isJobList(bytes, start, end) ? resourceKind.bulkJob : resourceKind.bulkJobPart;
};

/**
 * Cuts an API_RESOURCE to what does not name a record: the first segment below the version, for Bulk API 2.0 the
 * second too (`/jobs/ingest`). What is no path, as the operation of a SOAP call, stays whole.
 */
export const readResource = (span: ResourceSpan, bytes: Uint8Array, from: number, whole: number): void => {
  const end = withoutQuery(bytes, from, whole);
  if (bytes[from] !== slash) {
    span.start = from;
    span.end = end;
    span.kind = resourceKind.other;
    return;
  }
  const start = afterVersion(bytes, afterPrefix(bytes, from, end), end);
  const first = start < end ? segmentEnd(bytes, start, end) : end;
  span.start = start;
  span.end = equals(bytes, start, first, jobs) && first < end ? segmentEnd(bytes, first, end) : first;
  span.kind = kindOf(bytes, start, first, end);
};
