import { visible } from '../report/escape.js';
import type { RevocationOutcome } from './carryOut.js';
import type { AppSubject, RevocationPlan } from './types.js';

const setupLinks = {
  usage: '/lightning/setup/ConnectedAppsUsage/home',
  externalClientApps: '/lightning/setup/ManageExternalClientApplication/home',
} as const;

/** The Setup page where a person sees an app, and can block it. */
const setupLinkOf = (instanceUrl: string, { registration }: AppSubject): string =>
  instanceUrl.replace(/\/$/, '') +
  (registration === 'external-client-app' ? setupLinks.externalClientApps : setupLinks.usage);

/** A name from the org in a command that somebody will paste: labels may hold anything. */
const shellWord = (name: string): string =>
  /^[\w.@-]+$/.test(name) ? name : `'${visible(name, 80).replaceAll("'", `'\\''`)}'`;

const isExternal = ({ registration }: AppSubject): boolean => registration === 'external-client-app';

const forApp = (plan: RevocationPlan, app: AppSubject, instanceUrl: string): string[] => {
  const { org, request } = plan;
  const link = setupLinkOf(instanceUrl, app);
  if (!isExternal(app)) {
    return [
      `Block ${app.name}: revoked users can sign in to it again. In Setup, Connected Apps OAuth Usage, choose Block: ${link}`,
      ...(app.registration === 'connected-app'
        ? [
            `Replace the secret of ${app.name} in Setup, guided: "sf clientapp rotate start --name ${shellWord(app.name)} --target-org ${org}". Or by hand (App Manager, View, Manage Consumer Details), then store it: "sf clientapp credential set --name ${shellWord(app.name)} --target-org ${org}".`,
          ]
        : []),
    ];
  }
  return [
    ...(request.disableApp
      ? [`Turn ${app.name} on again when the incident is over, by a deploy of its policies or in Setup: ${link}`]
      : [`While the incident lasts, ${app.name} can be switched off: add --disable-app. Or in Setup: ${link}`]),
    ...(request.rotate
      ? []
      : [
          `Replace its credential: "sf clientapp rotate start --name ${shellWord(app.name)} --target-org ${org} --retire-now".`,
        ]),
  ];
};

/** What a person does next, most urgent first. */
export const nextStepsOf = (
  plan: RevocationPlan,
  instanceUrl: string,
  outcome: RevocationOutcome | undefined,
): string[] => {
  const { apps, request, org } = plan;
  const failedRotations = (outcome?.rotations ?? []).filter(({ status }) => status === 'failed');
  return [
    ...failedRotations.map(
      ({ app }) =>
        `The credential of ${app} was not replaced: "sf clientapp rotate report --name ${shellWord(app)} --target-org ${org}".`,
    ),
    ...apps.flatMap((app) => forApp(plan, app, instanceUrl)),
    ...(request.endSessions
      ? []
      : ['An access token may work until its session ends: end sessions at once with --end-sessions.']),
  ];
};
