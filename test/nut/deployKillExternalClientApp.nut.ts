import { describeKillMatrix } from './killMatrix.js';

describeKillMatrix('external-client-app');
