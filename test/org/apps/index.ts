import { sameId } from '../ids.js';
import { findComponents, type Consumer } from '../metadata/index.js';
import type { Org } from '../org.js';
import type { ClientApp } from './clientApp.js';
import { readConnectedApp } from './connectedApp.js';
import { readExternalClientApp } from './externalClientApp.js';

export type { ClientApp } from './clientApp.js';

export const connectedApps = (org: Org): ClientApp[] =>
  findComponents(org.state.metadata, 'ConnectedApp').map(readConnectedApp);

export const externalClientApps = (org: Org): ClientApp[] =>
  findComponents(org.state.metadata, 'ExternalClientApplication').map((component) =>
    readExternalClientApp(org.state.metadata, component),
  );

export const clientApps = (org: Org): ClientApp[] => [...connectedApps(org), ...externalClientApps(org)];

export const findApp = (org: Org, id: string): ClientApp | undefined => {
  const component = org.state.metadata.components.find((candidate) => sameId(candidate.id, id));
  if (component?.type === 'ConnectedApp') return readConnectedApp(component);
  return component?.type === 'ExternalClientApplication'
    ? readExternalClientApp(org.state.metadata, component)
    : undefined;
};

/** One of the pairs of key and secret that an app answers to. */
export type Credential = { consumer: Consumer; key: string; secret: string };

/** Primary and staged pair work side by side until the staged one is deleted or expires (platform.md 4.3). */
const credentialsOf = (org: Org, consumer: Consumer): Credential[] => {
  const { staged } = consumer;
  const isStagedAlive = staged && staged.state !== 'Expired' && staged.expirationDate > org.clock.now();
  return [
    { consumer, key: consumer.key, secret: consumer.secret },
    ...(isStagedAlive ? [{ consumer, key: staged.key, secret: staged.secret }] : []),
  ];
};

export const findCredential = (org: Org, key: string): Credential | undefined =>
  org.state.metadata.consumers.flatMap((consumer) => credentialsOf(org, consumer)).find((pair) => pair.key === key);
