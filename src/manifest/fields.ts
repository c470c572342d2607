import { isAbsolute, posix, win32 } from 'node:path';
import { z } from 'zod';
import { callbackKind, maxCallbackUrlsLength } from '../app/callbackUrls.js';
import { parseIpRange } from '../app/ipRanges.js';
import { nameProblem } from '../app/names.js';
import { findScope, scopes } from '../app/scopes.js';
import { didYouMean } from './suggest.js';

/** A text that must pass a check; the check says what is wrong. */
const checkedText = (problem: (text: string) => string | undefined): z.ZodString =>
  z.string().superRefine((text, context) => {
    const message = problem(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

export const nameField = checkedText((name) => {
  const problem = nameProblem(name);
  return problem && `"${name}" is not an API name: ${problem}.`;
});

export const text = z.string().trim().min(1);

const hasEmailForm = (address: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address);

/** Why this is no e-mail address, or undefined. */
export const emailProblem = (email: string): string | undefined =>
  hasEmailForm(email) ? undefined : `"${email}" is not an e-mail address.`;

/** Why this is no username, which has the form of an e-mail address, or undefined. */
export const usernameProblem = (username: string): string | undefined =>
  hasEmailForm(username) ? undefined : `"${username}" is not a username (name@domain.example).`;

export const emailField = checkedText(emailProblem);
export const usernameField = checkedText(usernameProblem);

/** Why a spelling is no scope, or undefined. */
export const scopeProblem = (spelling: string): string | undefined => {
  if (findScope(spelling)) return undefined;
  const known = scopes.flatMap(({ oauth, connectedApp }) => (connectedApp ? [oauth, connectedApp] : [oauth]));
  return `"${spelling}" is not an OAuth scope of Salesforce.${didYouMean(spelling, known)}`;
};

export const scopeField = checkedText(scopeProblem).meta({
  enum: [...new Set(scopes.flatMap((scope) => [scope.oauth, scope.connectedApp, scope.externalClientApp]))].filter(
    (spelling) => spelling !== undefined,
  ),
});

/** Why a callback URL is refused, or undefined. */
export const callbackProblem = (url: string): string | undefined => {
  const kind = callbackKind(url);
  if (kind === 'wildcard') return `"${url}" has a wildcard; a callback URL is compared exactly, so name each one.`;
  if (kind === 'plain-http') return `"${url}" is plain http, which anyone on the way can read; use https.`;
  if (kind === 'invalid')
    return `"${url}" is not a callback URL (https://…, http://localhost:… or a scheme of the app's own).`;
  return undefined;
};

export const callbackUrlsField = z
  .array(checkedText(callbackProblem))
  .refine(
    (urls) => urls.join('\n').length <= maxCallbackUrlsLength,
    `The callback URLs have more than ${maxCallbackUrlsLength} characters together, which is all an org takes.`,
  );

export const ipRangeField = checkedText((range) =>
  parseIpRange(range)
    ? undefined
    : `"${range}" is not an address range (203.0.113.0/24, 203.0.113.1-203.0.113.9 or one address).`,
);

const isDay = (day: string): boolean => {
  const date = new Date(`${day}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
};

export const dayField = checkedText((day) => (isDay(day) ? undefined : `"${day}" is not a date (YYYY-MM-DD).`)).meta({
  format: 'date',
});

export const urlField = checkedText((url) =>
  URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? undefined : `"${url}" is not a web address.`,
).meta({ format: 'uri' });

/** A file that moves with the project: relative, with `/`, and below its root. */
export const projectPathField = checkedText((path) => {
  const outside =
    isAbsolute(path) || win32.isAbsolute(path) || posix.normalize(path.replaceAll('\\', '/')).startsWith('..');
  return outside ? `"${path}" is not a path inside the project.` : undefined;
});

/** Objects, fields, classes, user permissions: names as metadata has them. */
export const apiNameField = (example: string, parts: 1 | 2 = 1): z.ZodString =>
  checkedText((name) =>
    new RegExp(`^[A-Za-z]\\w*(?:\\.[A-Za-z]\\w*){${parts - 1}}$`).test(name)
      ? undefined
      : `"${name}" is not an API name such as ${example}.`,
  );
