import type { DeployOptions } from './deployOptions.js';

/** One line of a deploy's details (`DeployMessage`). */
export type DeployRow = {
  changed: boolean;
  columnNumber?: number;
  componentType: string;
  created: boolean;
  createdDate: Date;
  deleted: boolean;
  fileName: string;
  fullName: string;
  id?: string;
  lineNumber?: number;
  problem?: string;
  problemType?: 'Error' | 'Warning';
  success: boolean;
};

type Subject = { fileName: string; fullName: string; componentType: string };

export const reportSuccess = (subject: Subject, createdDate: Date, more: Partial<DeployRow> = {}): DeployRow => ({
  changed: false,
  created: false,
  deleted: false,
  ...subject,
  createdDate,
  success: true,
  ...more,
});

export const reportFailure = (
  subject: Subject,
  createdDate: Date,
  { problem, line, column }: { problem: string; line?: number; column?: number },
): DeployRow => ({
  ...reportSuccess(subject, createdDate),
  problem,
  problemType: 'Error',
  success: false,
  ...(line === undefined ? {} : { lineNumber: line }),
  ...(column === undefined ? {} : { columnNumber: column }),
});

/** A warning is treated like an error unless warnings are ignored. */
export const reportWarning = (row: DeployRow, problem: string, { ignoreWarnings }: DeployOptions): DeployRow => ({
  ...row,
  problem,
  problemType: 'Warning',
  ...(ignoreWarnings ? {} : { success: false, created: false, changed: false, deleted: false }),
});
