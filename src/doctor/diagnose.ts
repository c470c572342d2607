import { isAtLeast } from './nodeVersion.js';
import type { Diagnostic, Health, Known, StoreHealth } from './types.js';

const diagnoseNode = ({ node, wantedNode }: Health): Diagnostic =>
  isAtLeast(node, wantedNode)
    ? { name: `Node ${node} is new enough`, status: 'pass' }
    : {
        name: `Node ${node} is new enough`,
        status: 'fail',
        suggestion: `sf clientapp needs Node ${wantedNode}, and sf runs on ${node}. Update sf: "sf update", or npm's @salesforce/cli on a newer Node.`,
      };

/** A machine without a keychain is no fault: few people use that store. */
const diagnoseStore = (health: StoreHealth): Diagnostic => {
  const name = `the secret store ${health.store} can be reached`;
  if (health.status !== 'unreachable') return { name, status: 'pass' };
  if (health.store === 'keychain')
    return {
      name,
      status: 'warn',
      suggestion: `The system's keychain can't be used here (${health.error}), so "--store keychain" fails on this machine.`,
    };
  return {
    name,
    status: 'fail',
    suggestion: `The secret store ${health.store} can't be read (${health.error}). "sf clientapp credential display" says which file and what to do.`,
  };
};

const unknown = (name: string, error: string, command: string): Diagnostic => ({
  name,
  status: 'unknown',
  suggestion: `It can't be told whether ${name} (${error}). "${command}" says why.`,
});

const diagnoseRotations = (rotations: Health['unfinishedRotations']): Diagnostic => {
  const name = 'no rotation is unfinished';
  if (rotations.status === 'unknown') return unknown(name, rotations.error, 'sf clientapp rotate report');
  const count = Object.values(rotations.value).reduce((sum, one) => sum + one, 0);
  if (count === 0) return { name, status: 'pass' };
  return {
    name,
    status: 'warn',
    suggestion: `Rotations that are not finished: ${count}. "sf clientapp rotate report" shows them and what is next.`,
  };
};

const diagnoseOrgChanges = (changes: Known<{ held: number; left: number }>): Diagnostic => {
  const name = 'no org setting is left changed';
  if (changes.status === 'unknown')
    return unknown(name, changes.error, 'sf clientapp deploy --name <app> --target-org <org>');
  const { left } = changes.value;
  if (left === 0) return { name, status: 'pass' };
  return {
    name,
    status: 'fail',
    suggestion: `Orgs where a command that was stopped has left consumer secrets readable by REST: ${left}. Run the command again, for the same org: it puts the setting back first.`,
  };
};

/** What is well, what is not, and what to do about it. */
export const diagnose = (health: Health): Diagnostic[] => [
  diagnoseNode(health),
  ...health.stores.map(diagnoseStore),
  diagnoseRotations(health.unfinishedRotations),
  diagnoseOrgChanges(health.temporaryOrgChanges),
];
