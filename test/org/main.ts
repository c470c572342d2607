import { startLoopbackOrg } from './index.js';

const org = await startLoopbackOrg({ port: Number(process.env.PORT ?? 0) });

console.log(`Loopback org ${org.organizationId} of ${org.username} listens on ${org.url}. Sign in with:

  SF_ACCESS_TOKEN='${org.accessToken}' sf org login access-token --instance-url ${org.url} --no-prompt --alias loopback

Press Ctrl+C to stop it.`);
