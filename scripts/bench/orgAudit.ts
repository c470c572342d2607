import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startBigOrg } from '../../test/org/scenarios/bigOrg.js';
import { longestChain, type Call } from './longestChain.js';
import { run } from './run.js';
import type { Measurement } from './statistics.js';

const latencyMs = 100;
const size = { apps: 500, users: 5000, tokens: 60_000, logins: 300_000 };

/** Rows of a page when a query asks for columns of parents, as that for tokens does. */
const rowsOfPage = 500;
/** Tokens come in groups of users, since a query gives 2,500 at most; groups are never quite full. */
const rowsOfGroup = 2000;

type Figures = {
  ms: number;
  maxRssMb: number;
  apps: number;
  tokens: number;
  findings: number;
  calls: Array<Call & { what: string; isPage: boolean }>;
};

const audited = async (scratch: string): Promise<Figures> => {
  const org = await startBigOrg(size, { switches: { latencyMs } });
  try {
    await mkdir(scratch, { recursive: true });
    const script = join(import.meta.dirname, 'auditOrg.js');
    const args = [script, org.url, org.accessToken, org.username, org.organizationId];
    const env = { ...process.env, HOME: scratch, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true' };
    const { code, stdout, stderr } = await run(process.execPath, args, { env });
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Figures;
  } finally {
    await org.stop();
  }
};

/** Counts of calls by what is unavoidable: every token has to be read, and so has every page. */
const callMeasurements = ({ calls }: Figures): Measurement[] => {
  const ofTokens = calls.filter(({ what, isPage }) => what === 'OauthToken' && isPage).length;
  const pages = calls.filter(({ what, isPage }) => what !== 'OauthToken' && isPage).length;
  const rest = calls.length - ofTokens - pages;
  // Reading the tokens, and counting them by user.
  const mostOfTokens = size.tokens / rowsOfPage + 2 * Math.ceil(size.tokens / rowsOfGroup);
  return [
    {
      what: `audit of an org of ${size.apps} apps: calls besides reads of tokens and further pages`,
      ours: `${rest} calls`,
      baseline: '',
      ratio: '',
      bound: 'under 40',
      holds: rest < 40,
    },
    {
      what: `reads of its ${size.tokens} tokens, ${rowsOfPage} a page`,
      ours: `${ofTokens} calls`,
      baseline: '',
      ratio: '',
      bound: `${mostOfTokens}`,
      holds: ofTokens <= mostOfTokens,
    },
    {
      what: `further pages of anything else (${size.logins} logins, ${size.users} users)`,
      ours: `${pages} calls`,
      baseline: '',
      ratio: '',
      bound: '',
      holds: true,
    },
  ];
};

/** What the audit of a big org costs: calls, time against what the calls themselves take, memory. */
export const measureOrgAudit = async (scratch: string): Promise<Measurement[]> => {
  const figures = await audited(scratch);
  const { ms, maxRssMb, apps, tokens, findings, calls } = figures;
  if (apps !== size.apps || tokens !== size.tokens) throw new Error(`Read ${apps} apps and ${tokens} tokens`);
  const chain = longestChain(calls);
  const ratio = ms / chain.ms;
  return [
    ...callMeasurements(figures),
    {
      what: `wall time (${findings} findings) / longest chain of calls, ${chain.calls} of them at ${latencyMs} ms and the org's own time`,
      ours: `${(ms / 1000).toFixed(1)} s`,
      baseline: `${(chain.ms / 1000).toFixed(1)} s`,
      ratio: ratio.toFixed(2),
      bound: '1.50',
      holds: ratio <= 1.5,
    },
    {
      what: 'memory of that audit, at most',
      ours: `${maxRssMb.toFixed(0)} MB`,
      baseline: '',
      ratio: '',
      bound: '',
      holds: true,
    },
  ];
};
