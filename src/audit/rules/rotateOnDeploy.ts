import { rotationSwitch } from '../fixes/files.js';
import { finding } from '../outcomes.js';
import { nhi } from '../references.js';
import type { Rule } from '../rule.js';
import { unreadableDocuments } from '../unreadableDocuments.js';

export const rotateOnDeploy: Rule = {
  id: 'rotate-on-deploy',
  title: 'Every deploy replaces the credential',
  severity: 2,
  modes: ['source'],
  tags: ['source-control', 'credentials'],
  description:
    'With shouldRotateConsumerKey or shouldRotateConsumerSecret on, the platform makes a new credential on each deploy of the file. ' +
    'Clients keep the old one and stop working, and no one has planned it. A rotation belongs in a step of its own, with an overlap.',
  evidence: 'shouldRotateConsumerKey and shouldRotateConsumerSecret in metadata files.',
  exceptions: 'Both switches off or absent, which is their default.',
  remedy:
    'Set shouldRotateConsumerKey and shouldRotateConsumerSecret to false, and rotate with "sf clientapp rotate start".',
  references: [nhi(7)],
  fix: rotationSwitch,
  check: (inventory) => [
    ...unreadableDocuments(inventory, ['ExtlClntAppGlobalOauthSettings']),
    ...inventory.apps
      .filter(({ origin }) => origin.kind === 'source')
      .flatMap((app) =>
        app.rotatesOnDeploy.map(({ value: { element }, at }) =>
          finding(app, {
            subject: element,
            message: `Every deploy of ${app.name} replaces its ${element === 'shouldRotateConsumerKey' ? 'consumer key' : 'consumer secret'}.`,
            evidence: `${element} is true`,
            location: at,
          }),
        ),
      ),
  ],
};
