import type { Fact, InventoryApp } from '../types.js';

type FactName = {
  [Key in keyof InventoryApp]-?: InventoryApp[Key] extends { known: boolean } ? Key : never;
}[keyof InventoryApp];

/** What another source knows of an app. */
export type MoreFacts = Partial<Pick<InventoryApp, FactName>> & {
  clientCredentials?: Partial<InventoryApp['clientCredentials']>;
};

const isUnknown = (fact: Fact<unknown>): boolean => !fact.known;

/** The app with its unknown facts from another source, whose reason counts too; what is known stays. */
export const fillUnknown = (app: InventoryApp, { clientCredentials = {}, ...facts }: MoreFacts): InventoryApp => {
  const wanted = Object.entries(facts).filter(([name]) => isUnknown(app[name as FactName]));
  const wantedSwitches = Object.entries(clientCredentials).filter(([name]) =>
    isUnknown(app.clientCredentials[name as keyof typeof clientCredentials]),
  );
  return {
    ...app,
    ...Object.fromEntries(wanted),
    clientCredentials: { ...app.clientCredentials, ...Object.fromEntries(wantedSwitches) },
  };
};
