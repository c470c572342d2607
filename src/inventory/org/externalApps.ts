import type { AppPolicyRow, ExternalAppRow, OauthPolicyRow, OauthSettingsRow } from '../../org/clientAppRecords.js';
import type { Answer } from '../../org/readColumns.js';
import { isSalesforceApp } from '../../data/salesforceApps.js';
import type { InventoryApp } from '../types.js';
import { factsOfAppPolicies, factsOfHeader, factsOfOauthPolicies, factsOfSettings } from './externalFacts.js';
import { fillUnknown, type MoreFacts } from './fillUnknown.js';
import { recordOf } from './recordOf.js';
import { rowsById, shortId } from './rowsById.js';
import { unknownApp } from './unknownApp.js';

export type ExternalAppAnswers = {
  headers: Answer<ExternalAppRow>;
  settings: Answer<OauthSettingsRow>;
  oauthPolicies: Answer<OauthPolicyRow>;
  policies: Answer<AppPolicyRow>;
};

const rowsOf = <Row>(answer: Answer<Row>): Row[] => (answer.refused === undefined ? answer.rows : []);

const byApp = <Row extends { ExternalClientApplicationId: string }>(answer: Answer<Row>): Map<string, Row> =>
  rowsById(rowsOf(answer), ({ ExternalClientApplicationId }) => ExternalClientApplicationId);

const fullNameOf = ({ NamespacePrefix, DeveloperName }: ExternalAppRow): string =>
  NamespacePrefix ? `${NamespacePrefix}__${DeveloperName}` : DeveloperName;

/** The facts that the rows of one app tell. */
const factsReader = ({ settings, oauthPolicies, policies }: ExternalAppAnswers) => {
  const [bySettings, byOauthPolicy, byPolicy] = [byApp(settings), byApp(oauthPolicies), byApp(policies)];
  return (header: ExternalAppRow): MoreFacts[] => {
    const id = shortId(header.Id);
    const [setting, oauthPolicy, policy] = [bySettings.get(id), byOauthPolicy.get(id), byPolicy.get(id)];
    return [
      factsOfHeader(header),
      setting ? factsOfSettings(setting) : {},
      oauthPolicy ? factsOfOauthPolicies(oauthPolicy) : {},
      policy ? factsOfAppPolicies(policy) : {},
    ];
  };
};

/**
 * External Client Apps as metadata has them, with the ids of their records, and those that only their records tell of.
 * A local app is this org's own, whatever its name says.
 */
export const joinExternalApps = (
  fromMetadata: readonly InventoryApp[],
  answers: ExternalAppAnswers,
  { org, absence }: { org: string; absence: string },
): InventoryApp[] => {
  const headers = rowsOf(answers.headers);
  const factsOf = factsReader(answers);
  const byName = new Map(fromMetadata.map((app) => [app.name.toLowerCase(), app]));
  const joined = headers.map((header): InventoryApp => {
    const name = fullNameOf(header);
    const origin = { kind: 'org', org, id: header.Id } as const;
    const label = header.MasterLabel ?? undefined;
    // In the org that owns a namespace, records name it and metadata does not.
    const own = byName.get(name.toLowerCase()) ?? byName.get(header.DeveloperName.toLowerCase());
    if (own) byName.delete(own.name.toLowerCase());
    const app = own ?? unknownApp({ name, label, origin, registration: 'external-client-app' }, absence);
    const known = factsOf(header).reduce(fillUnknown, {
      ...app,
      ...recordOf(header),
      label: app.label ?? label,
      origin,
    });
    const namespace = own ? own.namespace : (header.NamespacePrefix ?? undefined);
    return {
      ...known,
      ...(namespace === undefined ? {} : { namespace }),
      managed: namespace !== undefined,
      firstParty: header.DistributionState !== 'Local' && [name, label ?? ''].some(isSalesforceApp),
    };
  });
  return [...joined, ...byName.values()];
};
