import { markdownText } from '../report/markdownText.js';
import { aboutSection, consumersSection, contactsSection, credentialSection } from './about.js';
import { anyOrg, commandLines, type CommandLines } from './commandLines.js';
import { daysAfter } from './credentialKind.js';
import type { HistoryRow, OrgFacts, RunbookFacts } from './facts.js';
import { historyHeadings, marker, notesHeading, notesHint, orgSeal } from './kept.js';
import { commandBlock, parts, table } from './markdown.js';
import { incidentSection, rollbackSection, rotationSection, verificationSection } from './procedures.js';

const orgSection = (facts: OrgFacts): string =>
  parts(
    `## In ${markdownText(facts.org)}`,
    orgSeal(facts),
    table(
      ['Fact', 'Value'],
      facts.rows.map(({ fact, value }) => [fact, value]),
    ),
  );

const reviewSection = ({ app: { review } }: RunbookFacts, lines: CommandLines): string => {
  const due = review.last === undefined ? 'now: no review is written down' : daysAfter(review.last, review.everyDays);
  return parts(
    '## Review',
    `Every ${review.everyDays} days. Last: ${review.last ?? 'never'}. Next due: ${due}.`,
    commandBlock(lines.review),
  );
};

const orDash = (cell: string): string => (cell === '' ? '–' : cell);

const historySection = (history: readonly HistoryRow[]): string =>
  parts(
    '## History',
    history.length === 0
      ? 'Nothing is written down yet.'
      : table(
          historyHeadings,
          history.map(({ day, event, org, by }) => [day, event, orDash(org), orDash(by)]),
        ),
  );

const namesOrg = (org: string | undefined): string =>
  org === undefined
    ? `In the commands, put the alias of the org in place of ${anyOrg}.`
    : `The commands are for the org ${markdownText(org)}.`;

/** The runbook of one app as Markdown. Pure: no clock, no order but that of the facts. */
export const renderRunbook = (facts: RunbookFacts): string => {
  const { app, orgFacts, history, notes } = facts;
  const lines = commandLines(app, orgFacts?.org ?? anyOrg);
  const text = parts(
    marker,
    `# Runbook: ${markdownText(app.label)}`,
    namesOrg(orgFacts?.org),
    aboutSection(facts),
    contactsSection(facts),
    credentialSection(facts),
    consumersSection(facts),
    orgFacts && orgSection(orgFacts),
    rotationSection(app, lines),
    verificationSection(lines),
    rollbackSection(app, lines),
    incidentSection(app, lines),
    reviewSection(facts, lines),
    historySection(history),
    parts(
      '## This file',
      'Generate it again after every change, and let CI see that it is up to date:',
      commandBlock(lines.runbook, `${lines.runbook} --check`),
    ),
    notesHeading,
    `${notesHint}${notes === '' ? '' : `\n\n${notes}`}`,
  );
  return `${text}\n`;
};
