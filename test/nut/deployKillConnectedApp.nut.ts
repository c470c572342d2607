import { describeKillMatrix } from './killMatrix.js';

describeKillMatrix('connected-app');
