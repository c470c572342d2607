import type { InventoryApp } from '../../inventory/types.js';
import { finding } from '../outcomes.js';
import { nhi } from '../references.js';
import type { Rule } from '../rule.js';
import { placeOfFact } from '../facts.js';

/** True for a key that an org could have: not a variable, not a mask. */
const isRealKey = (key: string): boolean =>
  key.length >= 8 && !/[${}<>%*[\]]|(.)\1{5,}|^(your|placeholder|redacted|changeme|dummy|todo|replace)/i.test(key);

const keyOf = ({ consumerKey }: InventoryApp): string => (consumerKey.known ? (consumerKey.value?.trim() ?? '') : '');

export const consumerKeyReused: Rule = {
  id: 'consumer-key-reused',
  title: 'One client id in several files',
  severity: 4,
  modes: ['source'],
  tags: ['source-control', 'secrets'],
  description:
    'When test and production share a client id they share its secret and its policies, and a log line no longer says where a ' +
    'call came from. A file that carries the key also deploys to no other org: keys are unique in the whole of Salesforce.',
  evidence: 'consumerKey in the files of several environments or apps.',
  confidence: 'Low for copies of one connected app, which a sandbox refresh makes, too.',
  exceptions:
    'Placeholders. A refresh copies connected apps with their keys into the sandbox, so copies of one connected app in source ' +
    'are reported with low confidence, and those of orgs not at all.',
  remedy: 'Remove consumerKey from the files, so that each org makes its own, and give each environment its own app.',
  references: [nhi(8)],
  check: ({ apps }) => {
    const inSource = apps.flatMap((app) =>
      app.origin.kind === 'source' && isRealKey(keyOf(app)) ? [{ app, key: keyOf(app), file: app.origin.file }] : [],
    );
    const byKey = Map.groupBy(inSource, ({ key }) => key);
    return [...byKey.values()].flatMap((same) =>
      same.flatMap(({ app, file }) => {
        const others = same.filter((other) => other.file !== file);
        if (others.length === 0) return [];
        const copies = app.registration === 'connected-app' && others.every((other) => other.app.name === app.name);
        const files = others
          .map((other) => other.file)
          .sort()
          .join(', ');
        return [
          finding(app, {
            subject: file,
            message: `${app.name} has the consumer key of ${others
              .map((other) => other.app.name)
              .sort()
              .join(', ')} in another file.`,
            evidence: `consumerKey has the same value in ${files}`,
            confidence: copies ? 'low' : 'high',
            location: placeOfFact(app.consumerKey),
          }),
        ];
      }),
    );
  },
};
