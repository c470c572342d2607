import { certificateFaultKinds, certificateFaultsSuite } from './certificateFaultsSuite.js';

for (const kind of certificateFaultKinds) certificateFaultsSuite('external-client-app', kind);
