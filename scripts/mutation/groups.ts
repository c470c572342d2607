/** What is mutated together: sources, the unit tests that must notice, and the score below which a run fails. */
export type Group = {
  name: string;
  sources: readonly string[];
  tests: readonly string[];
  /** Per cent of the mutants that tests notice, at least; what is missing to 100 changes nothing that anyone could see. */
  leastScore: number;
};

const inFolder = (folder: string, names: string, ending: string): string[] =>
  names.split(' ').map((name) => `${folder}/${name}${ending}`);

export const groups: readonly Group[] = [
  {
    name: 'rule engine',
    // Without waiverRules.ts, which is text: the pages in docs/rules are compared with it.
    sources: inFolder(
      'src/audit',
      'run answers dedupe waivers baseline severityFor order outcome outcomes select finding fingerprint',
      '.ts',
    ),
    tests: inFolder(
      'test/audit',
      'run answers dedupe waivers baseline severity severityFor outcome outcomes order select finding fingerprint unaudited profiles',
      '.test.ts',
    ),
    leastScore: 94,
  },
  {
    name: 'rotation plan',
    sources: ['src/rotation/plan.ts', 'src/rotation/certificate/plan.ts', 'src/rotation/guided/plan.ts'],
    tests: inFolder('test/rotation', 'plan certificatePlan guidedPlan', '.test.ts'),
    leastScore: 98,
  },
  {
    name: 'redaction',
    sources: ['src/audit/redact.ts', 'src/secrets/redact.ts'],
    tests: ['test/audit/redact.test.ts', 'test/secrets/redact.test.ts'],
    leastScore: 94,
  },
];
