import type { Fact, Inventory, InventorySettings } from '../inventory/types.js';
import { placeOf } from './elements.js';
import type { FindingDraft, InconclusiveDraft, Outcome } from './rule.js';

/** Types of the files in which a project keeps the switches of its org. */
const settingsTypes = new Set([
  'OauthOidcSettings',
  'ConnectedAppSettings',
  'ExternalClientAppSettings',
  'SecuritySettings',
]);

/**
 * `look` at one switch of each origin. A project that keeps no settings of its org at all has nothing to say about them and
 * is passed over; one that keeps some, without this one, is inconclusive once; so is an org that could not be read.
 */
export const eachOrgSwitch = (
  inventory: Inventory,
  pick: (settings: InventorySettings) => Fact<boolean>,
  look: (value: boolean, place: Pick<FindingDraft, 'location' | 'org'>) => Outcome[],
): Outcome[] => {
  const keepsSettings = inventory.documents.some(({ type }) => settingsTypes.has(type));
  return inventory.settings.flatMap((settings): Outcome[] => {
    const fact = pick(settings);
    const { origin } = settings;
    if (fact.known) return look(fact.value, { ...placeOf(fact.at), ...(origin.kind === 'org' && { org: origin.org }) });
    if (origin.kind === 'source' && !keepsSettings) return [];
    const reason: InconclusiveDraft = { kind: 'inconclusive', reason: fact.reason };
    return [reason];
  });
};
