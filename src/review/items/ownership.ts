import type { Part, ReviewFacts } from '../facts.js';

/** Who answers for the app, and who wrote it. */
export const ownershipItems = ({ app: { owner, criticality, vendor, description } }: ReviewFacts): Part => {
  const contact = owner.name === undefined ? owner.email : `${owner.name}, ${owner.email}`;
  const papers =
    vendor && (vendor.dueDiligence.length === 0 ? 'no due diligence is named' : vendor.dueDiligence.join(', '));
  return {
    items: [
      {
        id: 'ownership/owner',
        kind: 'ownership',
        subject: 'owner',
        shown: contact,
        details: [`does: ${description}`, `criticality: ${criticality}`],
      },
      ...(vendor
        ? [
            {
              id: 'ownership/vendor',
              kind: 'ownership' as const,
              subject: 'vendor',
              shown: vendor.name,
              details: [...(vendor.url === undefined ? [] : [vendor.url]), papers ?? ''],
            },
          ]
        : []),
    ],
    notLookedAt: [],
  };
};
