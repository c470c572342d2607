import type { Inventory, InventoryApp, Located } from '../../inventory/types.js';
import { isTemplate } from '../../registration/isTemplate.js';
import { orgBoundElement } from '../fixes/files.js';
import { finding } from '../outcomes.js';
import type { Rule } from '../rule.js';
import { unreadableDocuments } from '../unreadableDocuments.js';

const effects: Record<string, string> = {
  oauthLink: 'the next deploy fails or links the app to the credentials of another org',
  orgScopedExternalApp: 'a deploy to another org fails',
  consumerKey: 'a deploy to another org fails, because consumer keys are unique across all orgs',
};

/** A packaged app links to the credentials of its home org on purpose. */
const isPackaged = (app: InventoryApp): boolean =>
  app.documents.some(
    ({ type, root }) =>
      type === 'ExternalClientApplication' &&
      root?.children.some(({ name, text }) => name === 'distributionState' && text === 'Packaged'),
  );

/** The global settings file stays out of git, so a key in one that does is the key of this machine's org. */
const isLocalFile = ({ trackedFiles }: Inventory, file: string | undefined): boolean =>
  file !== undefined && file.includes('.ecaGlblOauth') && trackedFiles.known && !trackedFiles.value.has(file);

const isRight = (
  inventory: Inventory,
  app: InventoryApp,
  { value: { element, value }, at }: Located<{ element: string; value: string }>,
): boolean =>
  value.trim() === '' ||
  isTemplate(value) ||
  (element === 'oauthLink' && isPackaged(app)) ||
  isLocalFile(inventory, at?.file);

export const orgBoundMetadata: Rule = {
  id: 'org-bound-metadata',
  title: 'Metadata is bound to one org',
  severity: 3,
  modes: ['source'],
  tags: ['source-control', 'deployment'],
  description:
    'oauthLink, orgScopedExternalApp and consumerKey belong to the org that they were retrieved from. ' +
    'The same file in another org fails to deploy, or points the app at the credentials of the first.',
  evidence: 'oauthLink, orgScopedExternalApp and consumerKey in metadata files.',
  exceptions:
    'oauthLink of an app whose distributionState is Packaged; a key in an .ecaGlblOauth file that git does not track; empty elements and placeholders of a pipeline.',
  remedy: 'Remove the element from the file; the platform fills it in for each org.',
  references: [],
  fix: orgBoundElement,
  check: (inventory) => [
    ...unreadableDocuments(inventory, ['ExternalClientApplication', 'ExtlClntAppOauthSettings']),
    ...inventory.apps
      .filter(({ origin }) => origin.kind === 'source')
      .flatMap((app) =>
        app.orgBound
          .filter((bound) => !isRight(inventory, app, bound))
          .map(({ value: { element }, at }) =>
            finding(app, {
              subject: element,
              message: `The metadata of ${app.name} holds ${element} of one org: ${effects[element] ?? 'a deploy to another org fails'}.`,
              evidence: `${element} has a value`,
              location: at,
            }),
          ),
      ),
  ],
};
