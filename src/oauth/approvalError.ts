/** Why no answer of the browser could be had. */
export type ApprovalProblem =
  | 'port-in-use'
  | 'port-unusable'
  | 'timed-out'
  | 'state-mismatch'
  /** The callback is on no port of this machine, and nobody is there to paste the address. */
  | 'nobody-to-ask'
  | 'not-an-address';

export class ApprovalError extends Error {
  public readonly problem: ApprovalProblem;

  public constructor(problem: ApprovalProblem, message: string) {
    super(message);
    this.problem = problem;
    this.name = 'ApprovalError';
  }
}
