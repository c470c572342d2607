import { z } from 'zod';
import type { Coverage, SkippedFile } from '../types.js';
import { app, permissionSet, settings, token } from './appSchema.js';
import { orgEvidence } from './evidenceSchema.js';
import { fact, flag, maybeText, number, objectOf, text } from './shapes.js';
import { snapshotKind, snapshotVersion, type Snapshot, type SnapshotOrg } from './snapshot.js';

const skipped = objectOf<SkippedFile>({
  file: text,
  reason: text,
  line: number.optional(),
  column: number.optional(),
});

const coverage = objectOf<Coverage>({
  source: text,
  status: z.enum(['complete', 'partial', 'unavailable']),
  reason: maybeText,
  rows: number.optional(),
});

const org = objectOf<SnapshotOrg>({
  org: text,
  orgId: maybeText,
  readAt: z.iso.datetime(),
  apps: z.array(app),
  permissionSets: z.array(permissionSet),
  settings: z.array(settings),
  tokens: z.array(z.object({ org: text, rows: fact(z.array(token)) })),
  orgs: z.array(orgEvidence),
  skipped: z.array(skipped),
  coverage: z.array(coverage),
});

/** What a snapshot file must be; properties that it does not name are dropped. */
export const snapshotSchema = objectOf<Snapshot>({
  kind: z.literal(snapshotKind),
  version: z.literal(snapshotVersion),
  createdAt: z.iso.datetime(),
  plugin: text,
  pseudonymized: flag,
  orgs: z.array(org),
});

/** `schemas/clientapp-snapshot.json`. */
export const snapshotJsonSchema = (): object => ({
  ...z.toJSONSchema(snapshotSchema, { reused: 'ref' }),
  title: 'Snapshot of client apps, as "sf clientapp audit collect" writes it',
});
