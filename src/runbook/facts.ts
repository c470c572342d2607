import type { ClientApp } from '../app/clientApp.js';

/** Something that happened to an app, as a row of its history; the texts are Markdown, already harmless. */
export type HistoryRow = {
  /** `YYYY-MM-DD`. */
  day: string;
  event: string;
  /** Empty where it holds for every org. */
  org: string;
  by: string;
};

/** What an org showed of the app when somebody named it: kept in the file, so that it can be checked without the org. */
export type OrgFacts = {
  /** Alias or username; stands in every command of the runbook. */
  org: string;
  rows: Array<{ fact: string; value: string }>;
};

/** Another org in which the app lives, as the manifest has it. */
export type EnvironmentFacts = { name: string; user?: string | undefined; store: string };

/** What a runbook says. Every date comes from the data, none from the clock: the same facts give the same text. */
export type RunbookFacts = {
  /** As the manifest has it, or as source or an org shows it. */
  app: ClientApp;
  /** File of the manifest; undefined for an app without one. */
  manifest?: string | undefined;
  environments: EnvironmentFacts[];
  certificate?: { validTo: string; fingerprint256: string } | undefined;
  orgFacts?: OrgFacts | undefined;
  /** Oldest first. */
  history: HistoryRow[];
  /** What people wrote below the generated part. */
  notes: string;
};
