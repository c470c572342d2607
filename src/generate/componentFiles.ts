import { posix } from 'node:path';

/** A file's name without `-meta.xml`, which files in metadata format lack; names of components ignore case. */
const componentKey = (file: string): string =>
  posix
    .basename(file)
    .replace(/-meta\.xml$/, '')
    .toLowerCase();

/** Those of the files that hold the same component as `file` does. */
export const sameComponent = (files: readonly string[], file: string): string[] =>
  files.filter((other) => componentKey(other) === componentKey(file));

/** The files that hold a registration of this name, of either family. */
export const registrationFiles = (files: readonly string[], name: string): string[] =>
  files.filter((file) =>
    [`${name}.connectedApp`, `${name}.eca`].some((key) => componentKey(file) === key.toLowerCase()),
  );
