import { callbackKind } from '../../app/callbackUrls.js';
import { refusalText } from '../../oauth/answer.js';
import { openPage } from '../authorizePage.js';
import { callbackOf } from '../callback.js';
import { run as next } from '../command.js';
import { appOf } from '../facts/facts.js';
import { fail, pass, skip, type CheckDefinition, type Run, type Verdict } from '../run.js';

/** Under `.invalid` nobody can ever receive anything (RFC 2606). */
const foreignCallback = 'https://callback.invalid/';

const deploy = ({ app, options }: Run): string =>
  next('Deploy the callbacks of the manifest', 'clientapp deploy', { name: app.name, 'target-org': options.org });

const inOrg = (run: Run): string[] | undefined => {
  const fact = appOf(run.facts)?.callbackUrls;
  return fact?.known ? fact.value.map(({ value }) => value) : undefined;
};

/** A callback of the same place that nobody registered: `…/cb` becomes `…/cb-not-registered`. */
const besides = (callback: string | undefined): string => {
  if (callback === undefined || !URL.canParse(callback)) return 'https://unregistered.invalid/callback';
  const url = new URL(callback);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/not-registered`;
  return url.href;
};

const inPlainHttp = (callback: string | undefined): string => {
  const host = callback !== undefined && URL.canParse(callback) ? new URL(callback).hostname : '';
  const isOpen = callback !== undefined && callbackKind(callback) === 'https';
  return isOpen ? `http://${host}${new URL(callback).pathname}` : 'http://callback.invalid/';
};

const mustNotOpen = async (run: Run, callbackUrl: string, cause: string): Promise<Verdict> => {
  const page = await openPage(run, { callbackUrl });
  if (page.ok)
    return fail({
      cause,
      evidence: `The org asks for approval with the callback ${callbackUrl}, which the manifest does not declare.`,
      actions: [deploy(run)],
    });
  return page.refusal.error === 'unreachable'
    ? skip('the org gave no answer')
    : pass(`${callbackUrl}: ${refusalText(page.refusal)}`);
};

/** A callback in the org that must not be there is a failure before anything is tried. */
const registered = (run: Run, cause: string, isWrong: (callback: string) => boolean): Verdict | undefined => {
  const wrong = inOrg(run)?.filter(isWrong) ?? [];
  return wrong.length === 0
    ? undefined
    : fail({
        cause,
        evidence: `${run.app.name} has the callback ${wrong.join(', ')} in ${run.options.org}, which it must not have.`,
        actions: [deploy(run)],
      });
};

const origin = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

/** Refusals prove nothing while the right request is refused too. */
const proven: Pick<CheckDefinition, 'needsToken'> = { needsToken: true };

export const unregisteredCallbackCheck: CheckDefinition = {
  ...proven,
  id: 'unregistered-callback',
  expectation: 'A callback that is not registered is refused',
  run: (run) => mustNotOpen(run, besides(callbackOf(run.app)), 'unregistered-callback-accepted'),
};

export const foreignCallbackCheck: CheckDefinition = {
  ...proven,
  id: 'foreign-callback',
  expectation: 'A callback at a foreign host is refused',
  run: (run) => {
    const hosts = new Set(run.app.callbackUrls.map(origin));
    return (
      registered(run, 'foreign-callback-registered', (url) => !hosts.has(origin(url))) ??
      mustNotOpen(run, foreignCallback, 'foreign-callback-accepted')
    );
  },
};

export const plainHttpCallbackCheck: CheckDefinition = {
  ...proven,
  id: 'plain-http-callback',
  expectation: 'A callback over plain http is refused',
  run: (run) =>
    registered(run, 'plain-http-callback-registered', (url) => callbackKind(url) === 'plain-http') ??
    mustNotOpen(run, inPlainHttp(callbackOf(run.app)), 'plain-http-callback-accepted'),
};

export const pkceCheck: CheckDefinition = {
  ...proven,
  id: 'pkce',
  expectation: 'An authorization without PKCE is refused',
  flows: ['authorization-code'],
  run: async (run) => {
    const callbackUrl = callbackOf(run.app);
    if (callbackUrl === undefined) return skip('the manifest declares no callback');
    const page = await openPage(run, { callbackUrl, withoutChallenge: true });
    if (!page.ok)
      return page.refusal.error === 'unreachable'
        ? skip('the org gave no answer')
        : pass(`refused: ${refusalText(page.refusal)}`);
    return fail({
      cause: 'pkce-not-required',
      evidence: `The org lets ${run.app.name} begin without a code challenge, so a stolen authorization code can be redeemed.`,
      actions: [
        next('Deploy the app, whose files require PKCE', 'clientapp deploy', {
          name: run.app.name,
          'target-org': run.options.org,
        }),
      ],
    });
  },
};
