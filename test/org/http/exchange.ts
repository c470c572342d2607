import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

export type OrgRequest = {
  method: string;
  /** Without query, double slashes made single: real clients send `//services/data` (sf-http.md). */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
};

export type Answer = {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer | Readable;
};

/** Thrown anywhere below a route; becomes the org's answer. */
export class Refusal extends Error {
  public readonly answer: Answer;

  public constructor(answer: Answer) {
    super(`${answer.status}`);
    this.answer = answer;
  }
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json;charset=UTF-8', ...headers },
  body: JSON.stringify(body),
});

export const html = (status: number, body: string): Answer => ({
  status,
  headers: { 'Content-Type': 'text/html;charset=UTF-8' },
  body,
});

export const redirect = (location: string): Answer => ({ status: 302, headers: { Location: location } });

export const noContent: Answer = { status: 204 };

/** The REST API's error format: a list, each with a code and a message. */
export const apiError = (status: number, errorCode: string, message: string, fields?: string[]): Refusal =>
  new Refusal(json(status, [{ message, errorCode, ...(fields && { fields }) }]));

export const notFound = (): Refusal => apiError(404, 'NOT_FOUND', 'The requested resource does not exist');
