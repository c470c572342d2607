/** The manifest that the documentation shows. */
export const exampleManifest = `name: AcmeErp
label: Acme ERP order sync
description: Exports orders to Acme ERP every night
registration: external-client-app
model: backend
flow: client-credentials
owner: { name: Integration team, email: integrations@acme.example }
criticality: high                       # low | medium | high | critical
vendor: { name: Acme GmbH, url: https://acme.example, dueDiligence: [https://acme.example/soc2] }
scopes:                                 # scope: why the app needs it
  api: Reads orders through the REST API
callbackUrls: []                        # authorization-code only
policies:
  permittedUsers: admin-approved         # admin-approved | self-authorize
  ipRelaxation: enforce                 # enforce | enforce-relax-refresh | bypass-with-second-factor | bypass
  ipRanges: [203.0.113.0/24]
  refreshToken: { rule: inactivity, days: 30 }   # never | lifetime | inactivity | immediate
  session: { timeoutMinutes: 120, level: standard }
identity:
  user: acme-erp@acme.example.integration
permissions:                            # becomes the permission set
  objects: { Account: [read], Order: [read, create, edit] }
  fields: { Order.ExternalId__c: [read, edit] }
  apexClasses: []
  userPermissions: []
credentials: { store: sf, rotateEveryDays: 180, lastRotated: 2026-11-23 }
review: { everyDays: 365, last: 2026-11-23, by: integrations@acme.example }
environments:                           # what differs per org; key = sf alias or username
  uat: { identity: { user: acme-erp@acme.example.uat }, policies: { ipRanges: [198.51.100.7] } }
`;
