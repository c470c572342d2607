import type { ClientApp } from '../../app/clientApp.js';
import type { InventoryApp } from '../types.js';
import type { Unread } from './appSummary.js';
import { factNames, textsOfApp, textsOfManifest, type FactName, type FactTexts } from './factTexts.js';

/** One fact as manifest, source and org have it; an empty text is "not set", an absent one is unknown or not looked for. */
export type FactRow = {
  fact: FactName;
  manifest?: string;
  source?: string;
  org?: string;
  /** True when two of them say different things. */
  differs: boolean;
};

export type FactSources = {
  manifest?: ClientApp | undefined;
  source?: InventoryApp | undefined;
  org?: InventoryApp | undefined;
};

/** What tells nothing when it differs: source has no consumer key, and an org names the run-as user in its own way. */
const isEmptyAllowed = new Set<FactName>(['consumer key']);

/** JWT bearer needs refresh_token among the scopes and never gets one (platform.md 8.22), so it may stand in either. */
const comparable = (fact: FactName, text: string, app: ClientApp | undefined): string => {
  if (fact === 'scopes' && app?.flow === 'jwt-bearer')
    return text
      .split(', ')
      .filter((scope) => scope !== 'refresh_token')
      .join(', ');
  return fact === 'run-as user' ? text.toLowerCase() : text;
};

const userId = /^005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

const differs = (fact: FactName, texts: readonly string[], app: ClientApp | undefined): boolean => {
  const told = texts.filter((text) => {
    if (text === '') return !isEmptyAllowed.has(fact);
    return fact !== 'run-as user' || !userId.test(text);
  });
  return new Set(told.map((text) => comparable(fact, text, app))).size > 1;
};

const knownText = (texts: FactTexts | undefined, fact: FactName): string | undefined => {
  const found = texts?.[fact];
  return found?.known ? found.value : undefined;
};

/** Everything about an app, side by side, and what nobody could read. */
export const compareFacts = ({ manifest, source, org }: FactSources): { facts: FactRow[]; unread: Unread[] } => {
  const declared = manifest && textsOfManifest(manifest);
  const inSource = source && textsOfApp(source);
  const inOrg = org && textsOfApp(org);
  const facts = factNames.flatMap((fact): FactRow[] => {
    const cells = Object.entries({
      manifest: knownText(declared, fact),
      source: knownText(inSource, fact),
      org: knownText(inOrg, fact),
    }).flatMap(([column, text]) => (text === undefined ? [] : [[column, text] as const]));
    const texts = cells.map(([, text]) => text);
    return cells.length === 0 ? [] : [{ fact, ...Object.fromEntries(cells), differs: differs(fact, texts, manifest) }];
  });
  const unread = factNames.flatMap((fact): Unread[] =>
    Object.entries({ source: inSource?.[fact], org: inOrg?.[fact] }).flatMap(([place, found]) =>
      found && !found.known
        ? [{ what: `${fact} in ${place === 'org' ? 'the org' : 'source'}`, reason: found.reason }]
        : [],
    ),
  );
  return { facts, unread };
};
