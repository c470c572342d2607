import { setTimeout as sleep } from 'node:timers/promises';

const everyMs = 100;

/** Asks ten times a second, also while an answer is outstanding, until told to stop; then it has every answer. */
export const askRepeatedly = <Answer>(askOnce: () => Promise<Answer>): { stop: () => Promise<Answer[]> } => {
  const answers: Array<Promise<Answer>> = [];
  let running = true;
  const loop = (async (): Promise<void> => {
    while (running) {
      answers.push(askOnce());
      await sleep(everyMs);
    }
  })();
  return {
    stop: async () => {
      running = false;
      await loop;
      return Promise.all(answers);
    },
  };
};
