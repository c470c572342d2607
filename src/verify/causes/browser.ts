import { run } from '../command.js';
import { says, type Cause, type Situation } from './cause.js';

const again = ({ app, org }: Situation, why = 'Try again'): string =>
  run(why, 'clientapp verify', { name: app.name, 'target-org': org });

type Named = {
  id: string;
  pattern: RegExp;
  evidence: (situation: Situation) => string;
  actions: (situation: Situation) => string[];
};

const cause = ({ id, pattern, evidence, actions }: Named): Cause => ({
  id,
  find: (situation) =>
    says(situation, pattern) ? { evidence: evidence(situation), actions: actions(situation) } : undefined,
});

/** Where the trip through the browser is the reason. */
export const browserCauses: readonly Cause[] = [
  cause({
    id: 'callback-port-in-use',
    pattern: /^port-in-use/,
    evidence: ({ app, refusal }) =>
      `Nobody can listen on the callback ${app.callbackUrls[0] ?? ''}: ${refusal.description}.`,
    actions: (situation) => [
      'End the program that listens there, an "sf org login web" that still waits perhaps.',
      again(situation),
    ],
  }),
  cause({
    id: 'callback-port-unusable',
    pattern: /^port-unusable/,
    evidence: ({ refusal }) => `The callback's port can't be used here: ${refusal.description}.`,
    actions: () => ['Register a loopback callback with a port above 1024.'],
  }),
  cause({
    id: 'approval-timed-out',
    pattern: /^timed-out/,
    evidence: ({ refusal }) => `The browser was closed or nobody approved: ${refusal.description}.`,
    actions: (situation) => [again(situation, 'Try again and approve the app in the browser')],
  }),
  cause({
    id: 'state-mismatch',
    pattern: /^state-mismatch/,
    evidence: ({ refusal }) =>
      `The answer does not belong to this request: ${refusal.description}. It was thrown away, since somebody else may have sent it.`,
    actions: (situation) => [again(situation, 'Close other approval pages and try again')],
  }),
  cause({
    id: 'pasted-text-unusable',
    pattern: /^not-an-address/,
    evidence: ({ refusal }) => `The answer could not be read: ${refusal.description}.`,
    actions: (situation) => [
      again(situation, 'Try again and paste the whole address of the page where the browser ends'),
    ],
  }),
  cause({
    id: 'approval-denied',
    pattern: /^access_denied/,
    evidence: () => 'The user refused the approval.',
    actions: (situation) => [again(situation, 'Try again and allow the access')],
  }),
  cause({
    id: 'pkce-refused',
    pattern: /code verifier|code challenge/i,
    evidence: ({ refusal }) => `The org did not take the PKCE verifier: ${refusal.description}.`,
    actions: (situation) => [again(situation)],
  }),
  cause({
    id: 'authorization-code-unusable',
    pattern: /authorization code/i,
    evidence: ({ refusal }) =>
      `The authorization code can't be redeemed: ${refusal.description}. A code lives for minutes and works once.`,
    actions: (situation) => [again(situation)],
  }),
];
