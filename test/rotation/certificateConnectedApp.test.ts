import { certificateSuite } from './certificateSuite.js';

certificateSuite('connected-app');
