import type { LoopbackOrg } from '../../index.js';
import type { Fields } from '../../metadata/index.js';
import { ageComponent, putExternalClientApp } from '../../testing.js';
import { owner } from './names.js';

type External = {
  label: string;
  description: string;
  scopes: string;
  ranges: readonly [start: string, end: string] | undefined;
  global: Fields;
  policy?: Fields;
};

export const putExternal = (org: LoopbackOrg, name: string, app: External): string => {
  const { ranges } = app;
  const consumer = putExternalClientApp(org, name, {
    application: { label: app.label, description: app.description, contactEmail: owner },
    settings: {
      commaSeparatedOauthScopes: app.scopes,
      label: `${app.label} OAuth`,
      ...(ranges && {
        trustedIpRanges: [{ description: 'Where it runs', endIpAddress: ranges[1], startIpAddress: ranges[0] }],
      }),
    },
    global: {
      isClientCredentialsFlowEnabled: 'false',
      isConsumerSecretOptional: 'false',
      isPkceRequired: 'true',
      isRefreshTokenRotationEnabled: 'true',
      isSecretRequiredForRefreshToken: 'true',
      shouldRotateConsumerKey: 'false',
      shouldRotateConsumerSecret: 'false',
      label: `${app.label} global OAuth`,
      ...app.global,
    },
    policy: {
      commaSeparatedPermissionSet: `${name}_Access`,
      isClientCredentialsFlowEnabled: 'false',
      label: `${app.label} policies`,
      requiredSessionLevel: 'STANDARD',
      sessionTimeoutInMinutes: '60',
      ...app.policy,
    },
    plugins: { label: `${app.label} plug-ins` },
  });
  consumer.createdDate = new Date(org.clock.now().getTime() - 400 * 86_400_000);
  consumer.lastModifiedDate = new Date(org.clock.now().getTime() - 40 * 86_400_000);
  for (const { type, id, fields } of org.state.metadata.components)
    if (type.startsWith('ExtlClnt') ? fields.externalClientApplication === name : id === consumer.appId)
      ageComponent(org, id, { created: { daysAgo: 400 }, modified: { daysAgo: 40 } });
  return consumer.id;
};
