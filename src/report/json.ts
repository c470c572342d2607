import { jsonText } from './jsonText.js';
import type { Reporter } from './report.js';

/** The same as the command's JSON result. */
export const json: Reporter = (report) => jsonText(report);
