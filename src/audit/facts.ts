import type { OrgEvidence } from '../inventory/evidence.js';
import type { Fact, InventoryApp, Location } from '../inventory/types.js';

/** Where a fact stands in source, if it is known and stands there. */
export const placeOfFact = <T>(fact: Fact<T>): Location | undefined => (fact.known ? fact.at : undefined);

/** What is known of a list. That nothing is in it means something only where the fact is known. */
export const listOf = <T>(fact: Fact<T[]>): T[] => (fact.known ? fact.value : []);

/** Who calls by the API log, as far as it is known. */
export const clientsInUse = ({
  apiUsage,
}: Pick<OrgEvidence, 'apiUsage'>): Extract<OrgEvidence['apiUsage'], { known: true }>['value']['apps'] =>
  apiUsage.known ? apiUsage.value.apps : [];

/** Logins in groups, as far as they are known. */
export const loginGroups = ({
  logins,
}: Pick<OrgEvidence, 'logins'>): Extract<OrgEvidence['logins'], { known: true }>['value']['groups'] =>
  logins.known ? logins.value.groups : [];

/** The names by which logs call an app. */
export const appNames = ({ name, label = name }: Pick<InventoryApp, 'name' | 'label'>): string[] => [
  ...new Set([name, label]),
];
