import { MultiStageOutput } from '@oclif/multi-stage-output';
import type { RotationEvents } from './events.js';

const stages = ['Looking', 'Staging', 'Storing', 'Verifying', 'Promoting', 'Overlap', 'Retiring'] as const;

type Shown = { org: string; status?: string };

/** Shows how far a rotation is; silent under --json and plain in CI. */
export class RotationStages {
  private readonly output: MultiStageOutput<Shown>;
  private running = true;

  public constructor({ title, org, jsonEnabled }: { title: string; org: string; jsonEnabled: boolean }) {
    this.output = new MultiStageOutput<Shown>({
      title,
      stages: [...stages],
      jsonEnabled,
      data: { org },
      preStagesBlock: [{ label: 'Org', type: 'static-key-value', get: (data) => data?.org }],
      postStagesBlock: [{ label: 'Status', type: 'dynamic-key-value', get: (data) => data?.status }],
    });
  }

  public get events(): Omit<RotationEvents, 'notice'> {
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
