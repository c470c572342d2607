/** Shows how far a command is. */
export type StageDisplay<Stage extends string> = {
  /** The stage that begins now; those in between were skipped. */
  stage: (stage: Stage) => void;
  /** What is waited for within the stage. */
  status: (text: string) => void;
  /** Ends the display; a second call does nothing. */
  stop: (outcome: Outcome) => void;
};

export type Outcome = 'completed' | 'failed';

export type StageDisplayOptions<Stage extends string> = {
  title: string;
  /** Name of the org as people know it. */
  org: string;
  stages: readonly Stage[];
};
