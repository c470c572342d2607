import { MultiStageOutput } from '@oclif/multi-stage-output';
import type { StageDisplay, StageDisplayOptions } from './types.js';

type Shown = { org: string; status?: string };

/** All stages at once, redrawn in place: for a terminal that somebody looks at. */
export const animatedStages = <Stage extends string>({
  title,
  org,
  stages,
}: StageDisplayOptions<Stage>): StageDisplay<Stage> => {
  const output = new MultiStageOutput<Shown>({
    title,
    stages,
    jsonEnabled: false,
    data: { org },
    preStagesBlock: [{ label: 'Org', type: 'static-key-value', get: (data) => data?.org }],
    postStagesBlock: [{ label: 'Status', type: 'dynamic-key-value', get: (data) => data?.status }],
  });
  return {
    stage: (stage) => output.skipTo(stage),
    status: (status) => output.updateData({ status }),
    stop: (outcome) => {
      // A value that never came would stay a spinner.
      output.updateData({ status: outcome === 'completed' ? 'Done' : 'Failed' });
      output.stop(outcome);
    },
  };
};
