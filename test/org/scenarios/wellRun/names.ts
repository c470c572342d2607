import type { LoopbackOrg } from '../../index.js';

/** Who works in the well-run org, and from which addresses. */
export const owner = 'integrations@acme.example';
export const release = 'release.pipeline@acme.example.integration';
export const erp = 'acme-erp@acme.example.integration';
export const warehouse = 'warehouse-sync@acme.example.integration';
export const docuVault = 'docuvault@acme.example.integration';
export const portalPeople = ['ann', 'bob', 'cleo', 'dan', 'eva'];
export const fieldPeople = ['finn', 'gina', 'hugo'];
export const colleagues = ['ida', 'jon', 'kim', 'lea', 'max', 'nia'];

export const erpAddress = '203.0.113.17';
export const warehouseAddress = '203.0.113.40';
export const portalAddress = '203.0.113.50';
export const pipelineAddress = '203.0.113.60';
export const vaultAddress = '198.51.100.20';
/** Phones call from wherever they are: a dozen networks that take turns. */
export const phoneAddresses = Array.from({ length: 12 }, (_, network) => `100.64.${network * 16}.9`);

export const person = (name: string): string => `${name}@acme.example`;

export const dayIn = (org: LoopbackOrg, days: number): string =>
  new Date(org.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);

export const appIdOf = (org: LoopbackOrg, name: string): string =>
  org.state.metadata.components.find(({ type, fullName }) => type === 'ExternalClientApplication' && fullName === name)
    ?.id ?? '';
