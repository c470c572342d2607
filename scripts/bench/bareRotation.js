// Rotates the secret of an app with the calls that nobody can avoid, each waiting for the one before: find the app and its
// consumer, ask for a second pair, try it, make it the app's own, try it again, delete the old one. It stores nothing, writes
// nothing down, asks nothing that it could not go without, and cannot be stopped half way. Prints what it took.
const { fetch, URLSearchParams } = globalThis;
const [url, accessToken, appName] = process.argv.slice(2);
const data = `${url}/services/data/v67.0/apps/oauth`;

const send = async (method, address, body, headers = {}) => {
  const response = await fetch(address, { method, headers, body });
  if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
};
const call = (method, path, body) =>
  send(method, `${data}${path}`, body && JSON.stringify(body), {
    Authorization: `Bearer ${accessToken}`,
    'Content-Type': 'application/json',
  });

const start = performance.now();
const { apps } = await call('GET', '/usage?page=0&pageSize=100');
const app = apps.find(({ developerName }) => developerName === appName);
const { consumers } = await call('GET', `/credentials/${app.identifier}`);
const staged = `/credentials/${app.identifier}/${consumers[0].id}/staged`;
const made = await call('POST', staged, {});
const [{ id, key, secret }] = made.stagedCredentials ?? [made];
const token = () =>
  send(
    'POST',
    `${url}/services/oauth2/token`,
    new URLSearchParams({ grant_type: 'client_credentials', client_id: key, client_secret: secret }),
  );
await token();
await call('PATCH', `${staged}/${id}`, { command: 'rotate' });
await token();
await call('DELETE', `${staged}/${id}`);
process.stdout.write(JSON.stringify({ ms: performance.now() - start }));
