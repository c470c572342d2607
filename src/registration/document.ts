import type { XmlElement } from './xml/element.js';

/** Something wrong inside one metadata file, and where. */
export type DocumentProblem = {
  kind:
    | 'malformed'
    | 'unknown-element'
    | 'wrong-order'
    | 'wrong-value'
    | 'missing-element'
    | 'repeated-element'
    | 'wrong-root'
    | 'encoding'
    | 'too-large';
  message: string;
  line: number;
  column: number;
};

/** One metadata file that was read: what it is, its elements and what is wrong with it. */
export type MetadataDocument = {
  /** Metadata type, by the file's ending: `ConnectedApp`, `ExtlClntAppOauthSettings`, `PermissionSet`, `OauthOidcSettings` … */
  type: string;
  /** Full name of the component, from the file's name. */
  name: string;
  /** Path as given by whoever read it; relative to the project's root, with `/`, where there is a project. */
  file: string;
  /** Absent when the file could not be parsed; then `problems` says why. */
  root?: XmlElement;
  problems: DocumentProblem[];
};
