import { BlockList, isIP } from 'node:net';
import { parseIpRange } from '../../app/ipRanges.js';
import { readLoginsSince } from '../../org/integrationUsers.js';
import { run as next } from '../command.js';
import { appOf, userNamed } from '../facts/facts.js';
import { fail, pass, skip, type CheckDefinition, type Run, type Verdict } from '../run.js';
import { startOf } from './refresh.js';

const isInside = (ranges: readonly string[], address: string): boolean => {
  const list = new BlockList();
  for (const range of ranges.map(parseIpRange))
    if (range) list.addRange(range.start, range.end, range.family === 4 ? 'ipv4' : 'ipv6');
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
};

const notEnforced = ({ app, options }: Run, evidence: string): Verdict =>
  fail({
    cause: 'address-ranges-not-enforced',
    evidence,
    actions: [
      next('Deploy the address ranges and the policy of the manifest', 'clientapp deploy', {
        name: app.name,
        'target-org': options.org,
      }),
    ],
  });

/** Where the org saw us come from: the sign-in that gave the token is on record. */
const ownAddress = async (run: Run): Promise<string | undefined> => {
  const user = userNamed(run.facts, run.username);
  if (!user) return undefined;
  const logins = await readLoginsSince(run.connection, user.id, startOf(run));
  const address = logins.refused === undefined ? logins.rows[0]?.SourceIp : undefined;
  return address && isIP(address) !== 0 ? address : undefined;
};

export const sourceAddressCheck: CheckDefinition = {
  id: 'source-address',
  expectation: 'A request from outside the address ranges is refused',
  run: async (run) => {
    const { ipRanges, ipRelaxation } = run.app.policies;
    if (ipRanges.length === 0) return skip('the manifest declares no address ranges');
    const isEnforced = ipRelaxation === 'enforce' || ipRelaxation === 'enforce-relax-refresh';
    if (!isEnforced) return skip(`the manifest relaxes the ranges (${ipRelaxation})`);
    const policy = appOf(run.facts)?.ipRelaxation;
    if (policy?.known && policy.value !== ipRelaxation)
      return notEnforced(
        run,
        `The policy in ${run.options.org} is ${policy.value}, and the manifest says ${ipRelaxation}.`,
      );
    if ('skipped' in run.answer) return skip('no token was asked for');
    if (!run.answer.ok)
      return /ip restricted/i.test(run.answer.refusal.description)
        ? pass('refused: this machine is outside the ranges')
        : skip('there is no token, for another reason');
    const address = await ownAddress(run);
    if (address === undefined) return skip('the org does not tell which address this machine has');
    return isInside(ipRanges, address)
      ? skip(`this machine (${address}) is inside the ranges, so nothing could be tried from outside`)
      : notEnforced(run, `The org gave a token to ${address}, which is in none of the ranges ${ipRanges.join(', ')}.`);
  },
};
