import { join } from 'node:path';
import { Duration } from '@salesforce/kit';
import { deployFailure } from '../../deployment/problems.js';
import { deploy } from '../../metadata/deploy.js';
import type { OrgConnection } from '../../org/connection.js';
import type { OrgClock } from '../../org/orgClock.js';
import { stripOrgBound } from '../../registration/orgBound.js';
import { toGeneratedFile } from '../../registration/render/generatedFile.js';
import type { XmlElement } from '../../registration/xml/element.js';
import type { RotationEvents } from '../events.js';
import { places, type AppMetadata, type Component } from './appMetadata.js';

/** An org may be busy with other deploys. */
const longestDeploy = Duration.minutes(30);

const withText = (element: XmlElement, [name = '', ...rest]: readonly string[], text: string): XmlElement => ({
  ...element,
  children: element.children.map((child) => {
    if (child.name !== name) return child;
    const { nil: _, ...present } = child;
    return rest.length === 0 ? { ...present, text, children: [] } : withText(child, rest, text);
  }),
});

/** Never asks for a new key or secret by the way (platform.md 2.4). */
const withoutRotation = (root: XmlElement): XmlElement => ({
  ...root,
  children: root.children.filter(({ name }) => !name.startsWith('shouldRotate')),
});

const prepare = ({ type, root }: Component, certificate: string): XmlElement => {
  const stripped = withoutRotation(stripOrgBound(root, type).root);
  if (!(type in places)) return stripped;
  return withText(stripped, places[type as keyof typeof places].certificate.split('.'), certificate);
};

/**
 * Gives the org another certificate of an app, and everything else as the org had it: what stands in the project may hold
 * changes that nobody has agreed to deploy.
 *
 * @param certificate PEM
 * @returns when the org was done, by its clock
 * @throws what the org refuses the deploy with, then nothing was changed; DeployTimeoutError
 */
export const deployCertificate = async (
  connection: OrgConnection,
  { components }: AppMetadata,
  certificate: string,
  { clock, events }: { clock: OrgClock; events: Pick<RotationEvents, 'status'> },
): Promise<string> => {
  const files = components.map((component) => {
    const root = prepare(component, certificate.trimEnd());
    const { path, contents } = toGeneratedFile({ fullName: component.fullName, root });
    return [join('/', 'clientapp', 'main', 'default', path), contents] as const;
  });
  const answer = await deploy(connection, {
    files: new Map(files),
    wait: longestDeploy,
    onStatus: ({ status }) => events.status(status),
  });
  if (!answer.success) throw deployFailure(answer);
  return answer.completedAt ?? clock().toISOString();
};
