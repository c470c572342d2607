import { MultiStageOutput } from '@oclif/multi-stage-output';
import type { RevocationStage } from './carryOut.js';

type Shown = { org: string; status?: string };

/** Shows how far a revocation is; silent under --json and plain in CI. */
export class RevocationStages {
  private readonly output: MultiStageOutput<Shown>;
  private running = true;

  public constructor({ title, org, jsonEnabled }: { title: string; org: string; jsonEnabled: boolean }) {
    const stages: RevocationStage[] = ['Switching off', 'Revoking tokens', 'Ending sessions', 'Rotating'];
    this.output = new MultiStageOutput<Shown>({
      title,
      stages,
      jsonEnabled,
      data: { org },
      preStagesBlock: [{ label: 'Org', type: 'static-key-value', get: (data) => data?.org }],
      postStagesBlock: [{ label: 'Status', type: 'dynamic-key-value', get: (data) => data?.status }],
    });
  }

  public stage(stage: RevocationStage): void {
    this.output.skipTo(stage);
  }

  public status(status: string): void {
    this.output.updateData({ status });
  }

  /** Ends the display; a second call does nothing. */
  public stop(outcome: 'completed' | 'failed'): void {
    if (!this.running) return;
    this.running = false;
    this.output.stop(outcome);
  }
}
