import type { Outcome, StageDisplay, StageDisplayOptions } from './types.js';

/** An org that is polled says much that is the same. */
const statusEveryMs = 5000;

const said: Record<Outcome, string> = { completed: 'done', failed: 'failed' };

export type PlainStagesOptions<Stage extends string> = StageDisplayOptions<Stage> & {
  write: (line: string) => void;
  now: () => number;
};

/** A line when a stage begins and one when it is over, none of which is taken back: for logs. */
export const plainStages = <Stage extends string>({
  title,
  org,
  write,
  now,
}: PlainStagesOptions<Stage>): StageDisplay<Stage> => {
  let running: { stage: Stage; since: number } | undefined;
  let lastStatus: { text: string; at: number } | undefined;
  const end = (outcome: Outcome): void => {
    if (!running) return;
    write(`${running.stage}: ${said[outcome]} (${((now() - running.since) / 1000).toFixed(1)} s)`);
    running = undefined;
    lastStatus = undefined;
  };
  write(title);
  write(`Org: ${org}`);
  return {
    stage: (stage) => {
      if (stage === running?.stage) return;
      end('completed');
      running = { stage, since: now() };
      write(`${stage}: started`);
    },
    status: (text) => {
      if (lastStatus && (lastStatus.text === text || now() - lastStatus.at < statusEveryMs)) return;
      lastStatus = { text, at: now() };
      write(`  ${text}`);
    },
    stop: end,
  };
};
