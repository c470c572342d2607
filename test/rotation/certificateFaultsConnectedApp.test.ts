import { certificateFaultKinds, certificateFaultsSuite } from './certificateFaultsSuite.js';

for (const kind of certificateFaultKinds) certificateFaultsSuite('connected-app', kind);
