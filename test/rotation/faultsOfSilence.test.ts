import { faultsSuite } from './faultsSuite.js';

faultsSuite('silence', (fault) => fault === 'hang');
