import { MultiStageOutput } from '@oclif/multi-stage-output';
import type { DeployEvents, DeployStage } from './events.js';

const stagesOf = (dryRun: boolean): DeployStage[] =>
  dryRun
    ? ['Looking', 'Deploying']
    : ['Looking', 'Deploying', 'Reading back', 'Capturing credentials', 'Waiting for the app to work'];

type Shown = { org: string; status?: string };

/** Shows how far a deploy is; silent under --json and plain in CI. */
export class DeployStages {
  private readonly output: MultiStageOutput<Shown>;
  private running = true;

  public constructor({ dryRun, org, jsonEnabled }: { dryRun: boolean; org: string; jsonEnabled: boolean }) {
    this.output = new MultiStageOutput<Shown>({
      title: dryRun ? 'Validating client apps' : 'Deploying client apps',
      stages: stagesOf(dryRun),
      jsonEnabled,
      data: { org },
      preStagesBlock: [{ label: 'Org', type: 'static-key-value', get: (data) => data?.org }],
      postStagesBlock: [{ label: 'Status', type: 'dynamic-key-value', get: (data) => data?.status }],
    });
  }

  public get events(): Omit<DeployEvents, 'notice'> {
    return {
      stage: (stage) => this.output.skipTo(stage),
      status: (status) => this.output.updateData({ status }),
    };
  }

  /** Ends the display; a second call does nothing. */
  public stop(outcome: 'completed' | 'failed'): void {
    if (!this.running) return;
    this.running = false;
    this.output.stop(outcome);
  }
}
