import { posix } from 'node:path';
import type { Inventory, InventoryApp } from '../../inventory/types.js';
import type { DocumentProblem, MetadataDocument } from '../../registration/document.js';
import type { XmlElement } from '../../registration/xml/element.js';
import { appOf, parentName } from '../appOf.js';
import { elementOrder } from '../fixes/files.js';
import type { FindingDraft, Outcome, Rule } from '../rule.js';

type About = { app: InventoryApp; appName?: never } | { appName: string; app?: never };

const located = (about: About, file: string, line: number, column: number, message: string): FindingDraft => ({
  kind: 'finding',
  ...about,
  subject: `${file}: ${message}`,
  message: `A file of ${about.app?.name ?? about.appName} is not valid metadata: ${/[.?!]$/.test(message) ? message : `${message}.`}`,
  evidence: `${file}: ${message}`,
  location: { file, startLine: line, startColumn: column },
});

const withoutStop = (text: string): string => text.replace(/\.$/, '');

const parentElement = ({ root }: MetadataDocument): XmlElement | undefined =>
  root?.children.find(({ name }) => name === 'externalClientApplication');

/** It may live in another package directory, or in the org only. */
const unsureOfParent = { confidence: 'medium' } as const;

const isAt = (problem: Pick<DocumentProblem, 'line' | 'column'>, element: XmlElement | undefined): boolean =>
  problem.line === element?.line && problem.column === element.column;

/** Policies of an installed app are the subscriber's own, so their parent need not be in source. */
const isOfPackage = (document: MetadataDocument): boolean => parentName(document)?.includes('__') === true;

const problemsOf = (inventory: Inventory, document: MetadataDocument): Outcome[] => {
  const about = appOf(inventory, document);
  const parent = isOfPackage(document) ? parentElement(document) : undefined;
  const problems = document.problems.filter((problem) => !isAt(problem, parent));
  return problems.map(({ kind, message, line, column }): Outcome =>
    kind === 'too-large'
      ? { kind: 'inconclusive', ...about, reason: `${document.file}: ${withoutStop(message)}` }
      : {
          ...located(about, document.file, line, column, withoutStop(message)),
          ...(isAt({ line, column }, parentElement(document)) && unsureOfParent),
        },
  );
};

const satellite = /^ExtlClntApp/;

/** Whoever groups the files of an app may have said so already. */
const brokenParent = (inventory: Inventory, document: MetadataDocument): Outcome[] => {
  const { root, file, type, problems } = document;
  if (!root || !satellite.test(type)) return [];
  const about = appOf(inventory, document);
  const parent = parentName(document);
  const element = parentElement(document) ?? root;
  if (problems.some((problem) => isAt(problem, element))) return [];
  if (!parent) {
    if (problems.some(({ kind }) => kind === 'missing-element')) return [];
    return [located(about, file, element.line, element.column, 'externalClientApplication names no parent')];
  }
  const exists = inventory.documents.some(
    ({ type: other, name }) => other === 'ExternalClientApplication' && name.toLowerCase() === parent.toLowerCase(),
  );
  if (exists || isOfPackage(document)) return [];
  return [
    {
      ...located(
        about,
        file,
        element.line,
        element.column,
        `externalClientApplication names ${parent}, whose .eca file is not in source`,
      ),
      ...unsureOfParent,
    },
  ];
};

/** A file can be passed over before it becomes a document. */
const skippedFiles = (inventory: Inventory): Outcome[] => {
  const seen = new Set(inventory.documents.filter(({ problems }) => problems.length > 0).map(({ file }) => file));
  return inventory.skipped
    .filter(({ file }) => !seen.has(file))
    .map(({ file, reason, line, column }): Outcome => {
      const about = { appName: componentName(file) };
      return line === undefined
        ? { kind: 'inconclusive', ...about, reason: `${file}: ${withoutStop(reason)}` }
        : located(about, file, line, column ?? 1, withoutStop(reason));
    });
};

const componentName = (file: string): string => posix.basename(file).replace(/\..*$/, '');

export const metadataInvalid: Rule = {
  id: 'metadata-invalid',
  title: 'Metadata file is not valid',
  severity: 3,
  modes: ['source'],
  tags: ['source-control', 'deployment'],
  description:
    'The platform drops unknown and misordered elements without a word, and the two families of apps spell the same values differently. ' +
    'So a file that looks strict can deploy as something else, or not at all.',
  exceptions: 'A parent that belongs to an installed package, whose policies alone are in source.',
  remedy: 'Correct the element at the named line.',
  references: [],
  fix: elementOrder,
  check: (inventory) => [
    ...inventory.documents.flatMap((document) => [
      ...problemsOf(inventory, document),
      ...brokenParent(inventory, document),
    ]),
    ...skippedFiles(inventory),
  ],
};
