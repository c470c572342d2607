import { compareFacts } from '../../inventory/org/compareFacts.js';
import type { FactName } from '../../inventory/org/factTexts.js';
import type { Part, ReviewFacts } from '../facts.js';

/** What other parts of a review are about, and what is no policy. */
const elsewhere = new Set<FactName>([
  'label',
  'description',
  'contact',
  'scopes',
  'IP ranges',
  'consumer key',
  'certificate',
]);

const slug = (fact: FactName): string => fact.toLowerCase().replaceAll(' ', '-');

const shown = (text: string | undefined): string => (text === '' ? 'not set' : (text ?? ''));

/** Every policy as manifest, source and org have it. */
export const policyItems = ({ app, source, org }: ReviewFacts): Part => {
  const { facts, unread } = compareFacts({ manifest: app, source, org: org?.app });
  const items = facts
    .filter(({ fact }) => !elsewhere.has(fact))
    .map(({ fact, manifest, source: inSource, org: inOrg, differs }) => {
      const places = [
        ['manifest', manifest],
        ['source', inSource],
        [org?.name ?? 'org', inOrg],
      ] as const;
      const told = places.flatMap(([place, text]) => (text === undefined ? [] : [`${place}: ${shown(text)}`]));
      return {
        id: `policy/${slug(fact)}`,
        kind: 'policy' as const,
        subject: fact,
        shown: shown(inOrg ?? inSource ?? manifest),
        details: differs ? [`differs: ${told.join('; ')}`] : [],
      };
    });
  return { items, notLookedAt: unread.filter(({ what }) => !what.startsWith('scopes in ')) };
};
