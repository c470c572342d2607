import { setupActionOf, type SetupAction } from '../data/setupAuditTrail.js';
import type { SetupChange } from '../inventory/evidence.js';
import type { InventoryApp } from '../inventory/types.js';
import type { AuditedOrg } from './auditedOrgs.js';
import { shortId } from './outcomes.js';
import { appNames } from './facts.js';

/** One change to a client app, as the setup audit trail tells it. */
export type AppChange = { change: SetupChange; action: SetupAction; app: InventoryApp | undefined };

const longestDisplay = 1000;

type Name = { app: InventoryApp; name: string };

const names = new WeakMap<AuditedOrg, readonly Name[]>();

/** In small letters; the longest first, so that "Billing" does not take what is about "Billing Europe". */
const namesOf = (org: AuditedOrg): readonly Name[] => {
  const made = names.get(org);
  if (made) return made;
  const found = org.index.apps
    .flatMap((app) => appNames(app).map((name) => ({ app, name: name.trim().toLowerCase() })))
    .filter(({ name }) => name !== '')
    .sort((one, other) => other.name.length - one.name.length);
  names.set(org, found);
  return found;
};

const partOfWord = /[\p{L}\p{N}_]/u;

/** True where the text has the name as words of its own. */
const mentions = (text: string, name: string): boolean => {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!partOfWord.test(text.charAt(at - 1)) && !partOfWord.test(text.charAt(at + name.length))) return true;
  }
  return false;
};

const ids = /(?<![A-Za-z0-9])(?:0H4|0xI)[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?(?![A-Za-z0-9])/;

/** Only the text of a change says which app it was: by its id where the text has one, else by its name. */
const appOfChange = (org: AuditedOrg, { display }: SetupChange): InventoryApp | undefined => {
  const shown = display.slice(0, longestDisplay);
  const id = ids.exec(shown)?.[0];
  const byId = id === undefined ? undefined : org.index.byId.get(shortId(id));
  const text = shown.toLowerCase();
  return byId ?? namesOf(org).find(({ name }) => mentions(text, name))?.app;
};

/** Changes to client apps among all changes of an org. */
export const appChanges = (org: AuditedOrg, changes: readonly SetupChange[]): AppChange[] =>
  changes.flatMap((change) => {
    const action = setupActionOf(change.action);
    return action ? [{ change, action, app: appOfChange(org, change) }] : [];
  });
