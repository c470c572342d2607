import type { Flow, IntegrationModel, Registration } from '../app/clientApp.js';

/** @public A definition of the published schemas. */
export type ImportStatus = 'created' | 'unchanged' | 'differs' | 'updated' | 'skipped';

/** What became of one app. Sentences are without a full stop. */
export type ImportedManifest = {
  name: string;
  /** Relative to the project's root; absent for an app that was passed over. */
  file?: string;
  /** File to which the app's certificate is saved, because none of the project has it. */
  certificateFile?: string;
  registration: Registration;
  model?: IntegrationModel;
  flow?: Flow;
  status: ImportStatus;
  /** Why it was passed over. */
  reason?: string;
  /** What flow and model rest on. */
  reasons: string[];
  /** What a person must still say, each beginning with its place in the manifest. */
  todo: string[];
  /** What the registration says and the manifest does not, or otherwise. */
  warnings: string[];
  /** Where a manifest that was there says something else, by place. */
  differences: string[];
};

/** An app for which no manifest is written. */
export const passedOver = (
  { name, registration }: { name: string; registration: Registration },
  reason: string,
): ImportedManifest => ({
  name,
  registration,
  status: 'skipped',
  reason,
  reasons: [],
  todo: [],
  warnings: [],
  differences: [],
});
