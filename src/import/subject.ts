import type { MetadataDocument } from '../registration/document.js';
import type { Inventory, InventoryApp } from '../inventory/types.js';

/** An app with all that tells what its manifest should say. */
export type ImportSubject = {
  app: InventoryApp;
  /** Its registration and its permission sets, whole. */
  documents: MetadataDocument[];
  /** The files are as "generate app" made them. */
  generated: boolean;
  /** What could not be read, each one sentence without a full stop. */
  unread: string[];
};

/** A project or an org: its apps, and how to learn all of some of them. */
export type ImportSource = {
  inventory: Inventory;
  subjectsOf: (apps: readonly InventoryApp[]) => Promise<ImportSubject[]>;
};
