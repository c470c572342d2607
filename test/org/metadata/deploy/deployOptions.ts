export type DeployOptions = {
  checkOnly: boolean;
  ignoreWarnings: boolean;
  rollbackOnError: boolean;
  testLevel: string | undefined;
  runTests: string[];
};

const testLevels = ['NoTestRun', 'RunSpecifiedTests', 'RunLocalTests', 'RunAllTestsInOrg', 'RunRelevantTests'];

/** SOAP sends text, REST sends JSON; what is left out is false. purgeOnDelete and the rest change nothing here. */
export const readDeployOptions = (written: Record<string, unknown>, isSandbox: boolean): DeployOptions => ({
  checkOnly: isTrue(written.checkOnly),
  ignoreWarnings: isTrue(written.ignoreWarnings),
  // A production organisation takes a deploy whole or not at all.
  rollbackOnError: isTrue(written.rollbackOnError) || !isSandbox,
  testLevel: typeof written.testLevel === 'string' && written.testLevel !== '' ? written.testLevel : undefined,
  runTests: [written.runTests].flat().filter((test) => typeof test === 'string' && test !== '') as string[],
});

const isTrue = (value: unknown): boolean => value === true || value === 'true';

/** A reason not to begin at all. */
export const findOptionProblem = ({ testLevel, runTests }: DeployOptions): string | undefined => {
  if (testLevel !== undefined && !testLevels.includes(testLevel)) {
    return `'${testLevel}' is not a valid value for the enum 'TestLevel'`;
  }
  if (runTests.length > 0 && testLevel !== 'RunSpecifiedTests') {
    return 'runTests can be used only with a testLevel of RunSpecifiedTests';
  }
  return testLevel === 'RunSpecifiedTests' && runTests.length === 0
    ? 'A testLevel of RunSpecifiedTests requires runTests'
    : undefined;
};
