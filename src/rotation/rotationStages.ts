import { openStages } from '../progress/openStages.js';
import type { StageDisplay } from '../progress/types.js';
import type { AnyRotation } from './anyRotation.js';
import type { RotationEvents } from './events.js';

type Stage = Parameters<RotationEvents['stage']>[0];

/** In the order in which they come: an app has room for one certificate, so that it is tried when it is in use. */
const stagesOf: Record<NonNullable<AnyRotation['kind']>, readonly Stage[]> = {
  secret: ['Looking', 'Staging', 'Storing', 'Verifying', 'Promoting', 'Overlap', 'Retiring'],
  certificate: ['Looking', 'Storing', 'Promoting', 'Verifying', 'Retiring'],
  guided: ['Verifying', 'Storing', 'Retiring'],
};

export type RotationStagesOptions = {
  kind: AnyRotation['kind'];
  title: string;
  org: string;
  jsonEnabled: boolean;
  warn: (text: string) => void;
};

/** Shows how far a rotation is. */
export class RotationStages {
  private readonly display: StageDisplay<Stage>;
  private readonly warn: (text: string) => void;
  /** The display writes over what others print meanwhile, so notices wait for its end. */
  private readonly notices: string[] = [];

  public constructor({ kind = 'secret', warn, ...shown }: RotationStagesOptions) {
    this.warn = warn;
    this.display = openStages({ ...shown, stages: stagesOf[kind] });
  }

  public get events(): RotationEvents {
    return {
      notice: (text) => void this.notices.push(text),
      stage: (stage) => this.display.stage(stage),
      status: (status) => this.display.status(status),
    };
  }

  /** Ends the display; a second call does nothing. */
  public stop(outcome: 'completed' | 'failed'): void {
    this.display.stop(outcome);
    for (const notice of this.notices.splice(0)) this.warn(notice);
  }
}
