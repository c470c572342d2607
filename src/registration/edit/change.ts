/** Where an element stands below the root: `oauthPolicy.ipRelaxation`, or `attributes[1].key` for one of several. */
type ElementPath = string;

/** One edit of a metadata file, said by element and not by place: several edits of one file do not shift one another. */
export type Change =
  /**
   * Gives the element this text. Where it is absent it comes to its place in the schema, with groups that it needs, unless
   * only a present one is meant.
   */
  | { kind: 'set'; path: ElementPath; text: string; where?: 'present' }
  /** Takes out every element of the path. */
  | { kind: 'remove'; path: ElementPath }
  /** Takes out a scope, however it is spelled: from elements that hold one each, or from a comma-separated list. */
  | { kind: 'remove-scope'; path: ElementPath; scope: string }
  /** Puts all elements into the order of the schema. */
  | { kind: 'sort' };
