import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import type { AuditFinding } from '../audit/result.js';
import type { Severity } from '../audit/rule.js';
import { stateOf } from './state.js';

/** Colours a word about a finding by its severity; what asks for no work keeps the colour of the terminal. */
export type Paint = (finding: AuditFinding, word: string) => string;

const styles = {
  1: ['bold', 'red'],
  2: ['red'],
  3: ['yellow'],
  4: ['blue'],
  5: ['gray'],
} as const satisfies Record<Severity, unknown>;

export const noPaint: Paint = (_, word) => word;

/** Colour where the stream is a terminal that has it and nobody asked for none (NO_COLOR, FORCE_COLOR=0). */
export const painterFor =
  (stream: WriteStream): Paint =>
  (finding, word) =>
    stateOf(finding) === 'open' ? styleText([...styles[finding.severity]], word, { stream }) : word;
