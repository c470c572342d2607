/** A cause that was put into an org or a project, and the finding that it must lead to. */
export type Planted = {
  rule: string;
  /** API name of the app; for one that is not installed, its name. */
  app?: string;
  /** Username. */
  user?: string;
  /** Relative to the project's root. */
  file?: string;
  line?: number;
  /** Why that is a finding. */
  because: string;
};

export type Scenario = {
  planted: Planted[];
  /** `clientapp-audit.yml` of the people who run the org. */
  config: string;
};
