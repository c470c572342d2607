import { ux } from '@oclif/core/ux';
import { animatedStages } from './animatedStages.js';
import { plainStages } from './plainStages.js';
import type { StageDisplay, StageDisplayOptions } from './types.js';

export type Surroundings = {
  /** Standard output is a terminal. */
  isTerminal: boolean;
  /** The variable `CI`, which continuous integration sets. */
  ci: string | undefined;
};

/** True where what is drawn would be kept: in a pipe, a file, a CI log. */
export const isForLogs = ({ isTerminal, ci = '' }: Surroundings): boolean =>
  !isTerminal || !['', '0', 'false'].includes(ci);

const silent = { stage: () => undefined, status: () => undefined, stop: () => undefined };

const once = <Stage extends string>(display: StageDisplay<Stage>): StageDisplay<Stage> => {
  let isRunning = true;
  return {
    stage: (stage) => (isRunning ? display.stage(stage) : undefined),
    status: (text) => (isRunning ? display.status(text) : undefined),
    stop: (outcome) => {
      if (!isRunning) return;
      isRunning = false;
      display.stop(outcome);
    },
  };
};

/** Shows the stages of a command as suits the place where they are seen; nowhere under --json. */
export const openStages = <Stage extends string>({
  jsonEnabled,
  ...options
}: StageDisplayOptions<Stage> & { jsonEnabled: boolean }): StageDisplay<Stage> => {
  if (jsonEnabled) return silent;
  const isPlain = isForLogs({ isTerminal: process.stdout.isTTY, ci: process.env.CI });
  return once(
    isPlain
      ? plainStages({ ...options, write: (line) => ux.stdout(line), now: () => performance.now() })
      : animatedStages(options),
  );
};
