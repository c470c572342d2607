import { certificateSuite } from './certificateSuite.js';

certificateSuite('external-client-app');
