import { join } from 'node:path';
import { measureApiLog } from './apiLog.js';
import { measureHtmlReport } from './htmlReport.js';
import { measureOrgAudit } from './orgAudit.js';
import { measureOrgCalls } from './orgCalls.js';
import { measureRotation } from './rotation.js';
import { measureSourceAudit } from './sourceAudit.js';
import { measureStartUp } from './startUp.js';
import type { Measurement } from './statistics.js';

/** Measurements that belong together, and what a reader has to know about them. */
export type Part = { name: string; title: string; about: string };

type Bench = Part & { measure: (scratch: string, root: string) => Promise<Measurement[]> };

export const parts: readonly Bench[] = [
  {
    name: 'start-up',
    title: 'Start-up',
    about:
      'A command that needs no org, against one that does nothing at all. Both come as npm installs them, are started in turn, and the ratios of the pairs have the middle one taken.',
    measure: async (scratch, root) => [await measureStartUp(root, join(scratch, 'start'))],
  },
  {
    name: 'source-audit',
    title: 'Audit of source',
    about:
      'Reading ten thousand files, keeping where each fact stands, and asking every rule, against a program that parses the same files with fast-xml-parser and throws the result away. In turn, each in a process of its own.',
    measure: (scratch) => measureSourceAudit(join(scratch, 'source')),
  },
  {
    name: 'org-audit',
    title: 'Audit of an org',
    about:
      'A large org on this machine that answers every call after 100 ms. No audit is faster than the longest chain of calls that wait for one another: that chain is the baseline, seen in the same run.',
    measure: (scratch) => measureOrgAudit(join(scratch, 'org')),
  },
  {
    name: 'calls',
    title: 'Calls to an org',
    about: 'Salesforce meters calls: what commands make of them, for one app and for ten.',
    measure: () => measureOrgCalls(),
  },
  {
    name: 'log',
    title: 'Streaming an event log',
    about:
      'An ApiTotalUsage log added up by app, address, user and object, against csv-parse that splits the same file into cells and drops them. In turn, each in a process of its own.',
    measure: (scratch) => measureApiLog(join(scratch, 'log')),
  },
  {
    name: 'html',
    title: 'HTML report',
    about: 'In a real browser, against a page with nothing on it.',
    measure: (scratch) => measureHtmlReport(scratch),
  },
  {
    name: 'rotation',
    title: 'Rotation',
    about:
      'One command from the old pair to the retired one, against a program that sends the seven calls that no rotation can do without (find the app and its consumer, ask for a pair, try it, make it the app’s own, try it again, delete the old one) and does nothing else: it keeps no secret, writes nothing down, and may lose the new secret when it is killed. The rest is the price of being able to stop anywhere: rights are checked, org and store are looked at before every step, the new pair is proven before and after, and the journal is written.',
    measure: () => measureRotation(),
  },
];
