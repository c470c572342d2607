import { ipRangeBetween, type IpRange } from '../../app/ipRanges.js';
import { elementOf } from '../elements.js';
import { eachOauthApp, finding, notEvaluated, withFact } from '../outcomes.js';
import { nhi, nist, sbs } from '../references.js';
import type { Outcome, Rule, RuleContext } from '../rule.js';

/** A /48 is what one site gets. */
const widestIpv6 = 2n ** 80n;

const isTooWide = ({ family, size }: IpRange, { thresholds }: RuleContext): boolean =>
  size > (family === 4 ? BigInt(thresholds.ipRangeSize) : widestIpv6);

export const ipRangeTooWide: Rule = {
  id: 'ip-range-too-wide',
  title: 'IP range is too wide to keep anybody out',
  severity: 2,
  modes: ['source', 'org'],
  tags: ['access', 'network'],
  description:
    'A range that holds a good part of the Internet is a restriction in name only, and reads in every review as if there were one.',
  evidence: 'Start and end of every address range of the app, counted as IPv4 addresses.',
  remedy:
    'List the addresses from which the integration really calls ("policies.ipRanges" in the manifest): the vendor\'s egress ' +
    'addresses, or what the API logs show. The limit is ipRangeSize in the audit config.',
  references: [sbs('AUTH-003'), sbs('ACS-009'), nhi(6), nist('SC-7')],
  perApp: true,
  check: (inventory, context) =>
    eachOauthApp(inventory, (app) =>
      withFact(app, app.ipRanges, (ranges) =>
        ranges.flatMap(({ start, end, at }): Outcome[] => {
          const range = ipRangeBetween(start, end);
          const text = `${start} to ${end}`;
          if (!range) return [notEvaluated(app, `the IP range ${text} cannot be read`)];
          if (!isTooWide(range, context)) return [];
          return [
            finding(app, {
              subject: `${range.start}-${range.end}`,
              message: `${app.name} admits ${text}: ${range.size.toLocaleString('en-US')} addresses.`,
              evidence: `${elementOf(app, 'ipRanges')}: ${text}`,
              location: at,
            }),
          ];
        }),
      ),
    ),
};
