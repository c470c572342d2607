import type { MetadataDocument } from '../registration/document.js';
import type { InventoryApp } from '../inventory/types.js';

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
