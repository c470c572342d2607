import { readFlag, readList, readText } from '../lookup.js';
import { refuse, type Rule } from './change.js';

/** Which right needs which: the words are those of the platform's sentence. */
const dependencies: ReadonlyArray<
  [element: string, words: string, needs: ReadonlyArray<[element: string, words: string]>]
> = [
  ['allowCreate', 'Create', [['allowRead', 'Read']]],
  ['allowEdit', 'Edit', [['allowRead', 'Read']]],
  [
    'allowDelete',
    'Delete',
    [
      ['allowRead', 'Read'],
      ['allowEdit', 'Edit'],
    ],
  ],
  ['viewAllRecords', 'View All', [['allowRead', 'Read']]],
  [
    'modifyAllRecords',
    'Modify All',
    [
      ['allowRead', 'Read'],
      ['allowEdit', 'Edit'],
      ['allowDelete', 'Delete'],
      ['viewAllRecords', 'View All'],
    ],
  ],
];

export const objectRightsAreWhole: Rule = ({ document }) => {
  for (const row of readList(document.fields, 'objectPermissions')) {
    if (typeof row === 'string') continue;
    const object = readText(row, 'object') ?? '';
    for (const [element, words, needs] of dependencies) {
      const missing = readFlag(row, element) ? needs.filter(([needed]) => !readFlag(row, needed)) : [];
      if (missing.length === 0) continue;
      const list = missing.map(([, needed]) => `${needed} ${object}`).join(', ');
      return refuse(`Permission ${words} ${object} depends on permission(s): ${list}`);
    }
  }
  return undefined;
};
