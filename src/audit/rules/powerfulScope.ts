import type { InventoryApp, Located } from '../../inventory/types.js';
import { eachOauthApp, finding, withFact } from '../outcomes.js';
import { nhi } from '../references.js';
import type { Rule } from '../rule.js';

const powers: Record<string, string> = {
  sfap_api: 'the Salesforce API Platform, agents included',
  mcp_api: 'the MCP servers of the org',
  cdp_ingest_api: 'writing to Data 360',
  user_registration_api: 'registering users',
  pwdless_login_api: 'logging users in without a password',
  einstein_gpt_api: 'generative AI at the cost of the org',
};

const aiScopes = new Set(['sfap_api', 'mcp_api', 'einstein_gpt_api']);
const harmlessScopes = new Set(['refresh_token', 'id', 'openid']);

/** Asks for AI scopes and nothing besides: that is what the product is for, and the least it can ask. */
const isAiProduct = (scopes: Array<Located<string>>): boolean =>
  scopes.every(({ value }) => aiScopes.has(value) || harmlessScopes.has(value));

/** The manifest tells a vendor's app from one's own, where each scope has its reason; without one it may be a vendor's. */
const isThirdParty = ({ firstParty, manifest }: InventoryApp): boolean =>
  !firstParty && (!manifest?.app || manifest.app.vendor !== undefined);

export const powerfulScope: Rule = {
  id: 'powerful-scope',
  title: 'Powerful scope on a third-party app',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['scopes'],
  description:
    'A few scopes reach past reading and writing records: agents and MCP servers, Data 360, accounts and passwordless logins. ' +
    'An app that got them in passing is worth asking its owner about.',
  evidence: 'Scopes of the app, and the vendor in its manifest.',
  confidence: 'Medium without a manifest and outside packages, because nothing says whose app it is.',
  exceptions:
    "AI and MCP products by design, which ask for those scopes and no others; one's own apps, whose manifest names no vendor and gives each scope its reason.",
  remedy:
    'Ask the owner of the app what it does with the scope; remove it, or name the vendor and reason in the manifest and waive the finding.',
  references: [nhi(5)],
  perApp: true,
  check: (inventory) =>
    eachOauthApp(inventory, (app) =>
      !isThirdParty(app)
        ? []
        : withFact(app, app.scopes, (scopes) =>
            isAiProduct(scopes)
              ? []
              : scopes.flatMap(({ value, at }) => {
                  const power = powers[value];
                  if (!power) return [];
                  return [
                    finding(app, {
                      subject: value,
                      message: `${app.name} asks for ${value}: ${power}.`,
                      evidence: `scopes: ${scopes.map((scope) => scope.value).join(', ')}`,
                      // Without a manifest nothing says whose app it is.
                      confidence: app.managed || app.manifest?.app?.vendor ? 'high' : 'medium',
                      location: at,
                    }),
                  ];
                }),
          ),
    ),
};
