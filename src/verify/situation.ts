import type { Refusal } from '../oauth/answer.js';
import { audienceOf } from './audience.js';
import type { Diagnosis, Situation } from './causes/cause.js';
import { diagnose } from './causes/diagnose.js';
import { fail, type Run, type Verdict } from './run.js';

type Step = Situation['step'];

export const situationOf = (run: Run, refusal: Refusal, step: Step): Situation => ({
  app: run.app,
  flow: run.flow,
  org: run.options.org,
  refusal,
  step,
  facts: run.facts,
  credential: run.credential,
  versions: run.versions,
  host: new URL(run.client.origin).host,
  audience: run.flow === 'jwt-bearer' ? audienceOf(run) : undefined,
  clockDifference: run.client.clockDifference(),
  now: run.now(),
  username: run.username,
  apiVersion: run.connection.getApiVersion(),
});

export const diagnoseRefusal = (run: Run, refusal: Refusal, step: Step): Diagnosis =>
  diagnose(situationOf(run, refusal, step));

/** A refusal where there should have been none. */
export const failed = (run: Run, refusal: Refusal, step: Step): Verdict => fail(diagnoseRefusal(run, refusal, step));
