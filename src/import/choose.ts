import { nameProblem } from '../app/names.js';
import { isSalesforceApp } from '../data/salesforceApps.js';
import { chooseApp } from '../inventory/org/chooseApp.js';
import type { InventoryApp } from '../inventory/types.js';
import { validRoot } from '../registration/readDocument.js';
import { registrationOfType } from './registrationOfType.js';

/** An app to import, or why it is passed over, in one sentence without a full stop. */
export type Choice = { app: InventoryApp; skipped?: string | undefined };

/** The app's own file, when it cannot be read; its other files alone are no app. */
const unreadableFile = ({ documents }: InventoryApp): string | undefined => {
  const own = documents.find((document) => registrationOfType(document.type) && !validRoot(document));
  return own && `${own.file} cannot be read: ${own.problems[0]?.message ?? 'it could not be parsed'}`;
};

/** What no manifest can describe. */
const impossible = (app: InventoryApp): string | undefined => {
  const { name, nameIsLabel, usesOauth } = app;
  if (nameIsLabel) return 'only its label is known, and a manifest needs the API name';
  const unreadable = unreadableFile(app);
  if (unreadable !== undefined) return unreadable;
  if (usesOauth.known && !usesOauth.value) return 'it does not use OAuth, which is what a manifest describes';
  const problem = nameProblem(name);
  return problem === undefined ? undefined : `no manifest can have its name: ${problem}`;
};

/** Whose the app is, when it is not the org's own. */
const keeper = ({ name, label = '', registration, firstParty, managed }: InventoryApp): string | undefined => {
  // Source does not tell who made a connected app; a name proves nothing, and there is nothing better.
  const isNamedSo = registration === 'connected-app' && [name, label].some(isSalesforceApp);
  if (firstParty || isNamedSo) return 'it is one of Salesforce, which keeps it';
  return managed ? 'it comes from a package, whose vendor keeps it' : undefined;
};

const passedOver = (app: InventoryApp): string | undefined => {
  const [reason, hindrance] = [keeper(app), impossible(app)];
  if (reason === undefined || hindrance !== undefined) return reason ?? hindrance;
  return `${reason}; name it with --name to import it nevertheless`;
};

/** File systems that ignore case hold one file for names that differ in case only. */
const oncePerName = (choices: readonly Choice[]): Choice[] => {
  const taken = new Map<string, InventoryApp>();
  return choices.map((choice) => {
    const { app, skipped } = choice;
    if (skipped !== undefined) return choice;
    const first = taken.get(app.name.toLowerCase());
    if (!first) taken.set(app.name.toLowerCase(), app);
    return first ? { app, skipped: `another ${first.registration} has the same name, and it comes first` } : choice;
  });
};

const inOrder = (a: InventoryApp, b: InventoryApp): number =>
  Number(a.registration === 'connected-app') - Number(b.registration === 'connected-app') ||
  a.name.localeCompare(b.name, 'en');

/** Every app; of one name the External Client App comes before the connected app. */
const chooseAll = (apps: readonly InventoryApp[]): Choice[] =>
  oncePerName([...apps].sort(inOrder).map((app) => ({ app, skipped: passedOver(app) })));

/** What was chosen, and the names that nobody has. */
export type Chosen = { choices: Choice[]; notFound: string[] };

/** The named apps: a name is an API name, or else a label. */
const chooseNamed = (apps: readonly InventoryApp[], names: readonly string[]): Chosen => {
  const found = names.map((name) => ({ name, ...chooseApp(apps, name) }));
  const chosen = new Set(found.flatMap(({ app }) => app ?? []));
  const others = new Set(found.flatMap((one) => one.others).filter((app) => !chosen.has(app)));
  return {
    choices: [
      ...oncePerName([...chosen].map((app) => ({ app, skipped: impossible(app) }))),
      ...[...others].map((app) => ({ app, skipped: 'it has the name too, and another app comes first' })),
    ],
    notFound: found.filter(({ app }) => !app).map(({ name }) => name),
  };
};

/** @param names none: every app */
export const choose = (apps: readonly InventoryApp[], names: readonly string[] | undefined): Chosen =>
  names ? chooseNamed(apps, names) : { choices: chooseAll(apps), notFound: [] };
