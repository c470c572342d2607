import { startLoopbackOrg, type LoopbackOrg, type LoopbackOrgOptions } from './index.js';
import { startBadlyRunOrg } from './scenarios/badlyRun/index.js';
import { startBigOrg } from './scenarios/bigOrg.js';
import { startWellRunOrg } from './scenarios/wellRun/index.js';

const scenarios: Record<string, (options: LoopbackOrgOptions) => Promise<LoopbackOrg>> = {
  default: startLoopbackOrg,
  'well-run': startWellRunOrg,
  'badly-run': async (options) => (await startBadlyRunOrg(options)).org,
  big: (options) => startBigOrg({}, options),
};

const { PORT, SCENARIO = 'default', LATENCY_MS } = process.env;
const start = scenarios[SCENARIO];
if (!start) throw new Error(`SCENARIO is one of ${Object.keys(scenarios).join(', ')}`);
const org = await start({ port: Number(PORT ?? 0), switches: { latencyMs: Number(LATENCY_MS ?? 0) } });

console.log(`Loopback org ${org.organizationId} of ${org.username} listens on ${org.url}. Sign in with:

  SF_ACCESS_TOKEN='${org.accessToken}' sf org login access-token --instance-url ${org.url} --no-prompt --alias loopback

Press Ctrl+C to stop it.`);
