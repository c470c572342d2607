/** What a deploy reports while it runs; the command shows it. */
export type DeployStage =
  'Looking' | 'Deploying' | 'Reading back' | 'Capturing credentials' | 'Waiting for the app to work';

export type DeployEvents = {
  stage: (stage: DeployStage) => void;
  status: (status: string) => void;
  notice: (text: string) => void;
};
