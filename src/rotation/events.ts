/** What a rotation is doing, for whoever shows it. */
export type RotationEvents = {
  stage: (stage: 'Looking' | 'Staging' | 'Storing' | 'Verifying' | 'Promoting' | 'Overlap' | 'Retiring') => void;
  status: (text: string) => void;
  notice: (text: string) => void;
};
