import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { askDecisions, type AskOptions } from './askDecisions.js';
import { carryOut } from './carryOut.js';
import type { DecisionLimits } from './checkDecision.js';
import { daysAfter } from './days.js';
import { invalidDecisions, type OpenReview } from './decide.js';
import { readDecisions, type DecisionsFile } from './decisionsFile.js';
import type { GatheredReviews } from './gather.js';
import { recordOf } from './record.js';
import { reviewResult, type ReviewResult } from './result.js';
import { ruleIds } from './ruleIds.js';

/** The decisions of a file; none when no file is named. @throws InvalidDecisionsError with every mistake in it */
export const readFiled = async (
  name: string | undefined,
): Promise<{ file: DecisionsFile; name: string } | undefined> => {
  if (name === undefined) return undefined;
  const reading = readDecisions(await readFile(name, 'utf8'));
  if ('problems' in reading) throw invalidDecisions(name, reading.problems);
  return { file: reading.file, name };
};

export const limitsOf = ({ request }: GatheredReviews, today: string): DecisionLimits => {
  const { maxWaiverDays } = request.config;
  return { today, ...(maxWaiverDays === undefined ? {} : { lastWaiverDay: daysAfter(today, maxWaiverDays) }) };
};

/**
 * Asks about what nobody has decided yet, and writes the review down; undefined when the person stops, and then nothing is
 * written.
 */
export const completeReview = async (
  open: OpenReview,
  { request, configPath, reviews }: GatheredReviews,
  ask: AskOptions,
): Promise<ReviewResult | undefined> => {
  const place = reviews.find(({ facts }) => facts.app.name === open.reviewed.app)?.place;
  if (!place) throw new Error(`${open.reviewed.app} was not read`);
  const answers = await askDecisions(open.undecided, ask);
  if (!answers) return undefined;
  const { reviewer, today: date } = ask;
  const decisions = new Map([...open.decisions, ...answers]);
  const record = recordOf(open.reviewed, decisions, { manifest: place.file, date, reviewer });
  const name = relative(place.root, configPath).replaceAll('\\', '/');
  const waivers = { path: configPath, name, checks: { ruleIds, today: request.today } };
  const files = await carryOut(record, place, waivers);
  return reviewResult(open, { date, manifest: place.file, record, files });
};
