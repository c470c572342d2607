import { openStages } from '../progress/openStages.js';
import type { StageDisplay } from '../progress/types.js';
import type { DeployEvents, DeployStage } from './events.js';

const stagesOf = (dryRun: boolean): DeployStage[] =>
  dryRun
    ? ['Looking', 'Deploying']
    : ['Looking', 'Deploying', 'Reading back', 'Capturing credentials', 'Waiting for the app to work'];

/** Shows how far a deploy is. */
export class DeployStages {
  private readonly display: StageDisplay<DeployStage>;

  public constructor({ dryRun, org, jsonEnabled }: { dryRun: boolean; org: string; jsonEnabled: boolean }) {
    const title = dryRun ? 'Validating client apps' : 'Deploying client apps';
    this.display = openStages({ title, org, jsonEnabled, stages: stagesOf(dryRun) });
  }

  public get events(): Omit<DeployEvents, 'notice'> {
    return { stage: (stage) => this.display.stage(stage), status: (status) => this.display.status(status) };
  }

  /** Ends the display; a second call does nothing. */
  public stop(outcome: 'completed' | 'failed'): void {
    this.display.stop(outcome);
  }
}
