import { usesSecret, type ClientApp } from '../app/clientApp.js';
import { envPrefix } from '../secrets/envNames.js';
import type { StarterDefaults } from './defaults.js';

/** A variable of the environment that a program reads. */
export type StarterSetting = {
  name: string;
  description: string;
  isSecret: boolean;
  /** True for one that has to be set. */
  isRequired: boolean;
  default?: string;
};

type Draft = Pick<StarterSetting, 'name' | 'description' | 'default'> & { isSecret?: boolean; isOptional?: boolean };

const flowSettings = (app: ClientApp, defaults: StarterDefaults): Draft[] => {
  const secret = { name: 'CONSUMER_SECRET', description: "The app's consumer secret", isSecret: true };
  if (app.flow === 'client-credentials') return [secret];
  if (app.flow === 'jwt-bearer') {
    return [
      { name: 'PRIVATE_KEY', description: 'The private key in PEM (PKCS#8)', isSecret: true, isOptional: true },
      { name: 'PRIVATE_KEY_FILE', description: 'The file that it is in, instead', isOptional: true },
      { name: 'USERNAME', description: 'The user that the program signs in as', default: defaults.username },
      {
        name: 'LOGIN_URL',
        description: 'https://login.salesforce.com, or https://test.salesforce.com for a sandbox',
        default: defaults.loginUrl,
      },
    ];
  }
  return [
    ...(usesSecret(app) ? [secret] : []),
    { name: 'CALLBACK_URL', description: 'One of the callback URLs of the app', default: defaults.callbackUrl },
  ];
};

/** In the order in which people look for them; the names are those that the secret store "env:<file>" writes. */
export const settingsOf = (app: ClientApp, defaults: StarterDefaults): StarterSetting[] =>
  [
    { name: 'INSTANCE_URL', description: 'My Domain of the org, https', default: defaults.instanceUrl },
    { name: 'CONSUMER_KEY', description: "The app's consumer key" },
    ...flowSettings(app, defaults),
    { name: 'QUERY', description: 'What to ask the org', default: defaults.query },
  ].map(({ name, description, isSecret = false, isOptional = false, default: fallback = '' }: Draft) => ({
    name: `${envPrefix(app.name)}_${name}`,
    description,
    isSecret,
    isRequired: !isOptional && fallback === '',
    ...(fallback === '' ? {} : { default: fallback }),
  }));
