import { stringify } from 'yaml';
import type { LoopbackOrg } from '../../index.js';
import { findFamily } from '../../metadata/index.js';
import { projectFile, sourceFile, type ProjectFiles } from '../project.js';
import { wellRunManifests, type Declared } from './manifests.js';

const satellites = [
  'ExtlClntAppOauthSettings',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
];

const manifestFile = (manifest: Declared): ProjectFiles => ({
  [`clientapps/${manifest.name}.clientapp.yaml`]: stringify(manifest),
});

/** The project that the org was deployed from: manifests of all its own apps, and their metadata as it stands in the org. */
export const wellRunProject = (org: LoopbackOrg): ProjectFiles => {
  const { metadata } = org.state;
  const names = ['AcmeErp', 'WarehouseSync', 'CustomerPortal', 'FieldApp', 'ReleasePipeline'];
  const files = metadata.components.flatMap((component) => {
    if (component.type === 'ExternalClientApplication')
      return [component, ...satellites.flatMap((type) => findFamily(metadata, component.fullName, type) ?? [])];
    if (component.type === 'Settings') return [component];
    return component.type === 'PermissionSet' && names.some((name) => component.fullName.startsWith(`${name}_`))
      ? [component]
      : [];
  });
  return Object.assign(
    {},
    projectFile,
    ...files.map(sourceFile),
    ...wellRunManifests(org).map(manifestFile),
  ) as ProjectFiles;
};
