import type { Inventory, InventoryApp, InventoryManifest } from '../../inventory/types.js';
import { vendorDecides } from '../callbacks.js';
import { differencesOf, type Difference, type Gap } from '../differences.js';
import { registrationDifferences } from '../registrationDifferences.js';
import { eachOauthApp, finding, notEvaluated } from '../outcomes.js';
import { nist, sbs } from '../references.js';
import type { Outcome, Rule } from '../rule.js';

const undeclared = (app: InventoryApp, manifests: readonly InventoryManifest[]): Outcome[] =>
  // The first run: a project without manifests has not begun to keep a register.
  manifests.length === 0 || vendorDecides(app)
    ? []
    : [
        finding(app, {
          subject: 'no manifest',
          message: `${app.name} is registered and has no manifest, although the project keeps manifests.`,
          evidence: `no manifest among ${manifests.length} names ${app.name}`,
        }),
      ];

const drifted = (app: InventoryApp, difference: Difference): Outcome =>
  finding(app, {
    subject: difference.subject,
    severity: difference.wider ? 2 : 3,
    message: `${app.name} differs from its manifest in ${difference.subject}: declared ${difference.declared}, registered ${difference.actual}.`,
    evidence: `${difference.element}: ${difference.actual}`,
    location: difference.at,
  });

const isGap = (one: Difference | Gap): one is Gap => 'reason' in one;

const compared = (app: InventoryApp, manifest: InventoryManifest): Outcome[] => {
  if (!manifest.app) return [notEvaluated(app, `its manifest ${manifest.file} cannot be read`)];
  const results = differencesOf(app, manifest.app);
  const environments = app.origin.kind === 'org' && manifest.environments.length > 0;
  const outcomes = results.flatMap((one) => (isGap(one) ? [] : [one]));
  const gaps = results.filter(isGap);
  if (environments && outcomes.length > 0) {
    const names = manifest.environments.join(', ');
    return [notEvaluated(app, `it differs from its manifest, which declares other values for ${names}`)];
  }
  const reasons = [...new Set(gaps.map(({ reason }) => reason))].join('; ');
  return [
    ...outcomes.map((one) => drifted(app, one)),
    ...(reasons ? [notEvaluated(app, `${gaps.map(({ subject }) => subject).join(', ')}: ${reasons}`)] : []),
  ];
};

/** Manifests of which nothing that was read holds the registration. */
const unregistered = ({ apps, manifests }: Inventory): Outcome[] => {
  const seen = new Set(apps.map(({ manifest }) => manifest?.file));
  const onlySource = apps.every(({ origin }) => origin.kind === 'source');
  return manifests.flatMap(({ file, app }): Outcome[] => {
    if (seen.has(file)) return [];
    if (!app) return [{ kind: 'inconclusive', reason: `the manifest ${file} cannot be read` }];
    if (app.vendor && onlySource) {
      const reason = 'the registration of a vendor’s app is in the org, and only source was read';
      return [{ kind: 'inconclusive', appName: app.name, reason }];
    }
    return [
      {
        kind: 'finding',
        appName: app.name,
        subject: 'no registration',
        message: `${app.name} has a manifest and no registration.`,
        evidence: `${file} names an ${app.registration} that was not found`,
        location: { file, startLine: 1, startColumn: 1 },
      },
    ];
  });
};

const nameIn = ({ registration, name }: InventoryApp): string => `${registration} ${name.toLowerCase()}`;

/** One app in the project and in an org: what was changed in the org, or never deployed. */
const changedInOrg = ({ apps }: Inventory): Outcome[] => {
  const inSource = new Map(apps.flatMap((app) => (app.origin.kind === 'source' ? [[nameIn(app), app] as const] : [])));
  return apps.flatMap((app): Outcome[] => {
    const source = app.origin.kind === 'org' && !vendorDecides(app) ? inSource.get(nameIn(app)) : undefined;
    // Where environments differ, so may org and source.
    if (!source || (source.manifest?.environments.length ?? 0) > 0) return [];
    return registrationDifferences(source, app).map((one) =>
      finding(app, {
        subject: `${one.subject} in source`,
        severity: one.wider ? 2 : 3,
        message: `${app.name} differs from source in ${one.subject}: source ${one.source}, org ${one.org}.`,
        evidence: `${one.element}: ${one.org}`,
      }),
    );
  });
};

/** Registrations that one of project and org has and the other has not, where no manifest would tell. */
const onOneSide = ({ apps, manifests }: Inventory): Outcome[] => {
  const own = apps.filter((app) => !vendorDecides(app) && app.usesOauth.known && app.usesOauth.value);
  const inSource = own.filter(({ origin }) => origin.kind === 'source');
  const inOrgs = own.filter(({ origin }) => origin.kind === 'org');
  // A project without any client app keeps none; one with manifests is measured by these.
  if (manifests.length > 0 || inSource.length === 0 || inOrgs.length === 0) return [];
  const sourceNames = new Set(inSource.map(nameIn));
  const orgNames = new Set(inOrgs.map(nameIn));
  return [
    ...inOrgs.flatMap((app) =>
      // A label stands in for the name of an app that only its record shows.
      sourceNames.has(nameIn(app)) || app.nameIsLabel
        ? []
        : [
            finding(app, {
              subject: 'no source',
              message: `${app.name} is registered in the org and not in the project, although the project keeps client apps.`,
              evidence: `none of ${inSource.length} registrations in source has that name`,
              confidence: 'medium',
            }),
          ],
    ),
    ...inSource.flatMap((app) =>
      orgNames.has(nameIn(app))
        ? []
        : [
            finding(app, {
              subject: 'no org',
              severity: 4,
              message: `${app.name} is in the project and in none of the orgs audited: not deployed yet, deleted there, or lost in a sandbox refresh.`,
              evidence: `none of ${inOrgs.length} registrations in orgs has that name`,
              confidence: 'low',
            }),
          ],
    ),
  ];
};

export const manifestDrift: Rule = {
  id: 'manifest-drift',
  title: 'Registrations and manifests differ',
  severity: 3,
  modes: ['source', 'org'],
  tags: ['lifecycle', 'inventory'],
  description:
    'Manifests are the register of what may talk to the org and why. An app outside of it was never reviewed; one that says ' +
    'something else than its manifest was changed by a way that nobody reviewed. Wider than declared is High.',
  evidence:
    'Scopes, callbacks, policies, address ranges and run-as user in the manifest, in source and in the org; for what no manifest says ' +
    '(session timeout, PKCE, rotation, switches of flows) source and org with each other.',
  confidence:
    'High for what differs. Without manifests, medium for an app that only the org has, and low for one that only source has: it may ' +
    'not be deployed yet.',
  exceptions:
    'Apps without a manifest in a project without any; packaged apps and those of Salesforce; apps without OAuth; what one side does ' +
    'not tell; values of orgs for which the manifest has environments; synonyms of scopes; the ' +
    'refresh_token scope that jwt-bearer needs; dummy callbacks; usernames with the ending that sandboxes append.',
  remedy:
    'Write the manifest of an unknown app with `sf clientapp import`; where both exist, decide which is right, change the ' +
    'manifest and run `sf clientapp generate app --manifest`, or deploy the registration again.',
  references: [sbs('OAUTH-003'), nist('CM-8')],
  check: (inventory) => [
    ...eachOauthApp(inventory, (app) =>
      app.manifest ? compared(app, app.manifest) : undeclared(app, inventory.manifests),
    ),
    ...unregistered(inventory),
    ...changedInOrg(inventory),
    ...onOneSide(inventory),
  ],
};
