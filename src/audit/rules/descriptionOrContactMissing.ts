import type { InventoryApp } from '../../inventory/types.js';
import { finding, withFact } from '../outcomes.js';
import { sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';

const outcomesOf = (app: InventoryApp): Outcome[] =>
  (['description', 'contactEmail'] as const).flatMap((element) =>
    withFact(app, app[element], (text) =>
      text?.trim()
        ? []
        : [
            finding(app, {
              subject: element,
              message:
                element === 'description'
                  ? `${app.name} has no description, so nobody can tell what it is for.`
                  : `${app.name} has no contact e-mail, so nobody can tell whom to ask.`,
              evidence: `${element} is empty or absent`,
            }),
          ],
    ),
  );

export const descriptionOrContactMissing: Rule = {
  id: 'description-or-contact-missing',
  title: 'Description or contact is missing',
  severity: 5,
  modes: ['source', 'org'],
  tags: ['lifecycle'],
  description:
    'Whoever reviews the apps of an org later has only the description and the contact to tell a needed app from a forgotten one.',
  evidence: 'description and contactEmail of the app.',
  confidence: 'High: the elements are empty or absent.',
  exceptions: "Installed packages and Salesforce's own apps, whose texts only the vendor can change.",
  remedy: 'Fill in description and contactEmail, the latter with a shared mailbox of the owning team.',
  references: [sbs('OAUTH-003')],
  perApp: true,
  check: (inventory) => inventory.apps.filter(({ managed, firstParty }) => !managed && !firstParty).flatMap(outcomesOf),
};
