import { SfError } from '@salesforce/core/sfError';
import { Duration } from '@salesforce/kit';
import {
  ComponentSet,
  ComponentStatus,
  DestructiveChangesType,
  MetadataResolver,
  RegistryAccess,
  SourceComponent,
  type DeployResult,
} from '@salesforce/source-deploy-retrieve';
import type { OrgConnection } from '../org/connection.js';
import type { DeployAnswer, DeployRequest } from './deploy.js';
import { InMemoryTree } from './inMemoryTree.js';

/**
 * Runs a function with SDR's debugging copy of deploys switched off: it would write a registration's secret to the disk.
 */
const withoutTempCopy = async <T>(run: () => Promise<T>): Promise<T> => {
  const { SF_MDAPI_TEMP_DIR: folder } = process.env;
  if (folder === undefined) return run();
  delete process.env['SF_MDAPI_TEMP_DIR'];
  try {
    return await run();
  } finally {
    process.env['SF_MDAPI_TEMP_DIR'] = folder;
  }
};

/** One deploy of files in memory, all or nothing. */
export const deployBySdr = async (connection: OrgConnection, request: DeployRequest): Promise<DeployAnswer> => {
  const components = componentsOf(request);
  return withoutTempCopy(async () => {
    const transfer = await components.deploy({
      usernameOrConnection: connection,
      apiOptions: {
        checkOnly: request.checkOnly ?? false,
        rollbackOnError: true,
        ...(request.testLevel ? { testLevel: request.testLevel } : {}),
        ...(request.tests?.length ? { runTests: request.tests } : {}),
      },
    });
    transfer.onUpdate(({ status, numberComponentsDeployed, numberComponentsTotal }) =>
      request.onStatus?.({ status, deployed: Number(numberComponentsDeployed), total: Number(numberComponentsTotal) }),
    );
    const polled = transfer.pollStatus({ frequency: Duration.milliseconds(500), timeout: request.wait });
    return answerOf(await polled.catch((error: unknown) => timeoutOr(error, transfer.id)));
  });
};

const componentsOf = ({ files, deletions = [] }: DeployRequest): ComponentSet => {
  const registry = new RegistryAccess();
  const tree = new InMemoryTree(files);
  // No .forceignore here: it must be possible to keep .ecaGlblOauth out of plain deploys and still deploy it with its app.
  const resolver = new MetadataResolver(registry, tree, false);
  const components = new ComponentSet([...files.keys()].flatMap((path) => resolver.getComponentsFromPath(path)));
  for (const { type, fullName } of deletions) {
    const component = new SourceComponent({ name: fullName, type: registry.getTypeByName(type) }, tree);
    components.add(component, DestructiveChangesType.POST);
  }
  return components;
};

/** SDR says a time-out only in words. */
const timeoutOr = (error: unknown, id: string | undefined): never => {
  if (!(error instanceof Error) || !/timed out/i.test(error.message)) throw error;
  throw new SfError(
    `The org did not finish the deploy${id ? ` ${id}` : ''} in time.`,
    'DeployTimeoutError',
    ['Run the command again with a longer --wait: it goes on where it stopped.'],
    69,
  );
};

const answerOf = (result: DeployResult | undefined): DeployAnswer => {
  if (!result) throw new SfError('The deploy ended without a result.', 'DeployFailedError');
  const { response } = result;
  const files = new Map(result.getFileResponses().map((file) => [`${file.type}:${file.fullName}`, file]));
  const components = [...files.values()].flatMap((file) =>
    file.state === ComponentStatus.Failed
      ? []
      : [{ type: file.type, fullName: file.fullName, state: file.state, filePath: file.filePath }],
  );
  // The org's own messages, not SDR's: those leave out what is in no local file, such as a deletion.
  const problems = asArray(response.details.componentFailures).map(({ componentType, fullName, ...failure }) => ({
    type: componentType ?? '',
    fullName,
    problem: failure.problem ?? 'refused without a reason',
    filePath: files.get(`${componentType ?? ''}:${fullName}`)?.filePath,
    line: numberOf(failure.lineNumber),
    column: numberOf(failure.columnNumber),
  }));
  if (!response.success && problems.length === 0) {
    const problem = response.errorMessage ?? `The deploy ended as ${response.status}.`;
    problems.push({ type: '', fullName: '', problem, filePath: undefined, line: undefined, column: undefined });
  }
  const { id, status, success } = response;
  return { id, status, success, components, problems, completedAt: timeOf(response.completedDate) };
};

const asArray = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** SOAP gives numbers as text. */
const numberOf = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value) || undefined);

const timeOf = (text: string | undefined): string | undefined => {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};
