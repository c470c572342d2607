import type { DocumentProblem } from '../document.js';

/** Notes one problem at the place of an element or of a part of its text. */
export type Report = (kind: DocumentProblem['kind'], message: string, at: { line: number; column: number }) => void;
