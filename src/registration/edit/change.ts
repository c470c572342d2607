/** Where an element stands below the root: `oauthPolicy.ipRelaxation`; empty for the root itself. */
export type ElementPath = string;

/** One edit of a metadata file, said by element and not by place: several edits of one file do not shift one another. */
export type Change =
  /** Gives the element this text; where it is absent it comes to its place in the schema, with groups that it needs, unless only a present one is meant. */
  | { kind: 'set'; path: ElementPath; text: string; where?: 'present' }
  /** Takes out every element of the path; with `text` only those that hold it. */
  | { kind: 'remove'; path: ElementPath; text?: string }
  /** Takes one item out of a comma-separated list. */
  | { kind: 'remove-item'; path: ElementPath; item: string }
  /** Puts the children of the element into the order of the schema. */
  | { kind: 'sort'; path: ElementPath };
