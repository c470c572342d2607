import type { Reporter } from './report.js';

/** The same as the command's JSON result. */
export const json: Reporter = (report) => `${JSON.stringify(report, null, 2)}\n`;
