import { MultiStageOutput } from '@oclif/multi-stage-output';
import type { RotationEvents } from './events.js';

const stages = ['Looking', 'Staging', 'Storing', 'Verifying', 'Promoting', 'Overlap', 'Retiring'] as const;

type Shown = { org: string; status?: string };

export type RotationStagesOptions = {
  title: string;
  org: string;
  jsonEnabled: boolean;
  warn: (text: string) => void;
};

/** Shows how far a rotation is; silent under --json and plain in CI. */
export class RotationStages {
  private readonly output: MultiStageOutput<Shown>;
  private readonly warn: (text: string) => void;
  /** The display writes over what others print meanwhile, so notices wait for its end. */
  private readonly notices: string[] = [];
  private running = true;

  public constructor({ title, org, jsonEnabled, warn }: RotationStagesOptions) {
    this.warn = warn;
    this.output = new MultiStageOutput<Shown>({
      title,
      stages: [...stages],
      jsonEnabled,
      data: { org },
      preStagesBlock: [{ label: 'Org', type: 'static-key-value', get: (data) => data?.org }],
      postStagesBlock: [{ label: 'Status', type: 'dynamic-key-value', get: (data) => data?.status }],
    });
  }

  public get events(): RotationEvents {
    return {
      notice: (text) => void this.notices.push(text),
      stage: (stage) => this.output.skipTo(stage),
      status: (status) => this.output.updateData({ status }),
    };
  }

  /** Ends the display; a second call does nothing. */
  public stop(outcome: 'completed' | 'failed'): void {
    if (!this.running) return;
    this.running = false;
    if (outcome === 'completed') this.output.updateData({ status: 'Done' });
    this.output.stop(outcome);
    for (const notice of this.notices) this.warn(notice);
  }
}
