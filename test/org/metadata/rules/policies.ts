import { findComponent, findComponents, findFamily, readText } from '../lookup.js';
import { findMetadataType } from '../schema/index.js';
import type { Component, Fields } from '../types.js';
import { type Behaviour, type OrgContext, refuse, type Rule } from './change.js';
import { putComponent } from './draft.js';
import { familyRules, findByParent } from './family.js';
import { completeOauthPolicy, permissionSetsExist, profilesExist } from './oauthPolicies.js';

const defaults: Fields = { isEnabled: 'true', isOauthPluginEnabled: 'true', startPage: 'None' };

export const policies: Behaviour = {
  rules: familyRules,
  find: findByParent('ExtlClntAppConfigurablePolicies'),
  keep: ({ document }) => ({
    ...defaults,
    ...document.fields,
    label: readText(document.fields, 'label') || document.fullName,
  }),
};

/** The parent must be `Local` and have the SAML plug-in (platform.md 2.1). */
const parentTakesSaml: Rule = ({ document, org }) => {
  const app = readText(document.fields, 'externalClientApplication') ?? '';
  const parent = findComponent(org.draft, 'ExternalClientApplication', app);
  const plugins = findFamily(org.draft, app, 'ExtlClntAppConfigurablePolicies');
  return parent &&
    readText(parent.fields, 'distributionState') === 'Local' &&
    plugins &&
    readText(plugins.fields, 'isSamlPluginEnabled') === 'true'
    ? undefined
    : refuse(`The external client app ${app} must be local and have the SAML plugin enabled.`);
};

export const samlPolicies: Behaviour = { rules: [...familyRules, parentTakesSaml, permissionSetsExist, profilesExist] };

/** Policies are made by themselves for apps that came without (platform.md 2.5): `<App>_defaultPolicy`. */
export const addDefaultPolicies = (org: OrgContext): void => {
  for (const app of findComponents(org.draft, 'ExternalClientApplication')) {
    const fullName = `${app.fullName}_defaultPolicy`;
    const parent = { externalClientApplication: app.fullName, label: fullName };
    if (!findFamily(org.draft, app.fullName, 'ExtlClntAppConfigurablePolicies')) {
      putComponent(
        org.draft,
        createRecord(org, app, 'ExtlClntAppConfigurablePolicies', fullName, { ...defaults, ...parent }),
      );
    }
    const hasOauth = findFamily(org.draft, app.fullName, 'ExtlClntAppOauthSettings');
    if (hasOauth && !findFamily(org.draft, app.fullName, 'ExtlClntAppOauthConfigurablePolicies')) {
      const fields = completeOauthPolicy(fullName, parent);
      putComponent(org.draft, createRecord(org, app, 'ExtlClntAppOauthConfigurablePolicies', fullName, fields));
    }
  }
};

const createRecord = (org: OrgContext, app: Component, type: string, fullName: string, fields: Fields): Component => ({
  ...app,
  type,
  fullName,
  fields,
  id: org.directory.newId(findMetadataType(type)?.idPrefix ?? '000'),
});
