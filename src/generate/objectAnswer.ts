import { objectAccesses } from '../app/clientApp.js';
import type { ObjectAccess } from '../app/clientApp.js';

const isAccess = (word: string): word is ObjectAccess => objectAccesses.some((access) => access === word);

/** Reads `Order:read,create,edit`; undefined when it is none. */
export const parseObjectAnswer = (answer: string): [object: string, accesses: ObjectAccess[]] | undefined => {
  const [object = '', words = '', ...more] = answer.split(':').map((part) => part.trim());
  const accesses = words.split(',').map((word) => word.trim().toLowerCase());
  if (more.length > 0 || !/^[A-Za-z]\w*$/.test(object) || !accesses.every(isAccess)) return undefined;
  return [object, [...new Set(accesses)]];
};

/** Access to each object; answers about the same object add up. */
export const objectsFromAnswers = (answers: readonly string[]): Record<string, ObjectAccess[]> => {
  const objects: Record<string, ObjectAccess[]> = {};
  for (const answer of answers) {
    const [object, accesses] = parseObjectAnswer(answer) ?? ['', []];
    if (object !== '') objects[object] = [...new Set([...(objects[object] ?? []), ...accesses])];
  }
  return objects;
};
