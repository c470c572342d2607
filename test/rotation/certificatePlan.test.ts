import { expect } from 'chai';
import { nextCertificateCancelStep, nextCertificateStep } from '../../src/rotation/certificate/plan.js';
import type { CertificateRotation, CertificateStep, SeenCertificate } from '../../src/rotation/certificate/types.js';

const start = '2026-11-23T10:00:00.000Z';

const record = (overrides: Partial<CertificateRotation> = {}): CertificateRotation => ({
  kind: 'certificate',
  id: 'r1',
  app: 'AcmeErp',
  orgId: '00D000000000001AAA',
  org: 'uat',
  by: 'dev@host',
  store: 'sf',
  stage: 'planned',
  registration: 'external-client-app',
  consumerKey: 'key',
  username: 'erp@acme.example',
  oldCertificate: 'old',
  oldKeyId: 'old',
  oldWorked: true,
  verified: { next: false, current: false },
  recorded: false,
  startedAt: start,
  notes: [],
  ...overrides,
});

const seen = (overrides: Partial<SeenCertificate> = {}): SeenCertificate => ({
  held: 'old',
  stored: { current: 'old' },
  ...overrides,
});

const made = { newCertificate: 'new', newKeyId: 'new' } as const;
const deployed = { ...made, deployBegunAt: start, promotedAt: start } as const;
const verified = { ...deployed, verified: { next: true, current: false } } as const;
const swapped = { ...verified, swappedAt: start } as const;
const proven = { ...swapped, verified: { next: true, current: true } } as const;
const back = (more: object = {}) => ({ back: { why: 'it failed', ending: 'failed' as const, ...more } });
const both = { current: 'old', next: 'new' };
const after = { current: 'new', previous: 'old' };

const cases: Array<[string, CertificateRotation, SeenCertificate, CertificateStep]> = [
  ['makes a key first', record(), seen(), { do: 'make-key' }],
  ['deploys once the key is stored', record(made), seen({ stored: both }), { do: 'deploy' }],
  [
    'makes another key when the store has lost the first before the deploy',
    record(made),
    seen(),
    { do: 'make-key', note: 'Started over: the store had lost the new key.' },
  ],
  [
    'goes back when the store has lost the key of the deployed certificate',
    record(deployed),
    seen({ held: 'new' }),
    { do: 'go-back', why: 'the store had lost the new key' },
  ],
  [
    'stops when there is nothing to go back to',
    record({ ...deployed, oldCertificate: undefined }),
    seen({ held: 'new' }),
    { do: 'stop', problem: 'key-lost' },
  ],
  ['tries the deployed certificate', record(deployed), seen({ held: 'new', stored: both }), { do: 'verify-next' }],
  ['deploys again what did not arrive', record(deployed), seen({ stored: both }), { do: 'deploy' }],
  ['swaps what works', record(verified), seen({ held: 'new', stored: both }), { do: 'swap-store' }],
  [
    'goes on with a swap that was cut short',
    record(verified),
    seen({ held: 'new', stored: { current: 'new', next: 'new', previous: 'old' } }),
    { do: 'swap-store' },
  ],
  ['proves what is current', record(swapped), seen({ held: 'new', stored: after }), { do: 'verify-current' }],
  [
    'deploys again when an older checkout was deployed in between',
    record(proven),
    seen({ held: 'old', stored: after }),
    { do: 'deploy', note: 'Somebody had put the old certificate back; the new one was deployed again.' },
  ],
  ['records', record(proven), seen({ held: 'new', stored: after }), { do: 'record' }],
  [
    'destroys the old key last',
    record({ ...proven, recorded: true }),
    seen({ held: 'new', stored: after }),
    { do: 'forget-previous' },
  ],
  [
    'leaves a previous key alone that is not the old one',
    record({ ...proven, recorded: true }),
    seen({ held: 'new', stored: { current: 'new', previous: 'older' } }),
    { do: 'finish', stage: 'retired' },
  ],
  [
    'stops at another certificate',
    record(deployed),
    seen({ held: 'other' }),
    { do: 'stop', problem: 'changed-elsewhere' },
  ],
  ['stops when there is none', record(deployed), seen({ held: 'none' }), { do: 'stop', problem: 'changed-elsewhere' }],
  ['stops when the app is gone', record(made), seen({ held: 'gone' }), { do: 'stop', problem: 'app-gone' }],
  [
    'stops at a stored key of neither side',
    record(made),
    seen({ stored: { current: 'other', next: 'new' } }),
    { do: 'stop', problem: 'other-key-stored' },
  ],
  ['fills a store that had no key', record({ oldKeyId: undefined }), seen({ stored: {} }), { do: 'make-key' }],
  ['deploys for a store that has lost the old key', record(made), seen({ stored: { next: 'new' } }), { do: 'deploy' }],
  [
    'makes a key where somebody else has left one as next',
    record({ oldKeyId: undefined }),
    seen({ stored: { next: 'left over' } }),
    { do: 'make-key' },
  ],
  [
    'has no old key to destroy in a store that had none',
    record({ ...proven, recorded: true, oldKeyId: undefined }),
    seen({ held: 'new', stored: { current: 'new' } }),
    { do: 'finish', stage: 'retired' },
  ],
  ['puts back what may be on its way', record({ ...deployed, ...back() }), seen({ stored: both }), { do: 'restore' }],
  [
    'tries the old key when it is back',
    record({ ...deployed, ...back({ restoredAt: start }) }),
    seen({ stored: both }),
    { do: 'verify-old' },
  ],
  [
    'drops the new key when the old one is back',
    record({ ...deployed, ...back({ restoredAt: start, tried: true }) }),
    seen({ stored: both }),
    { do: 'forget-next' },
  ],
  [
    'fails when everything is back',
    record({ ...deployed, ...back({ restoredAt: start, tried: true }) }),
    seen(),
    { do: 'finish', stage: 'failed' },
  ],
  [
    'drops the copy of the old key that a swap began with',
    record({ ...deployed, ...back({ restoredAt: start, tried: true }) }),
    seen({ stored: { current: 'old', previous: 'old' } }),
    { do: 'forget-previous' },
  ],
  [
    'keeps a previous key that is not the old one',
    record({ ...deployed, ...back({ restoredAt: start, tried: true }) }),
    seen({ stored: { current: 'old', previous: 'older' } }),
    { do: 'finish', stage: 'failed' },
  ],
  [
    'has nothing to drop from a store that had no key',
    record({ ...deployed, oldKeyId: undefined, ...back({ restoredAt: start, tried: true }) }),
    seen({ stored: {} }),
    { do: 'finish', stage: 'failed' },
  ],
  [
    'drops a key that it stored and did not live to write down',
    record(back()),
    seen({ stored: both }),
    { do: 'forget-next' },
  ],
  [
    'drops nothing when no key was made',
    record(back({ ending: 'cancelled' })),
    seen(),
    { do: 'finish', stage: 'cancelled' },
  ],
];

const cancels: Array<[string, CertificateRotation, SeenCertificate, ReturnType<typeof nextCertificateCancelStep>]> = [
  ['goes back', record(made), seen({ stored: both }), { do: 'go-back', why: 'it was cancelled' }],
  [
    'has no way back once the new key is current',
    record(swapped),
    seen({ held: 'new', stored: after }),
    { do: 'too-late' },
  ],
  [
    'nor in the middle of the swap',
    record(verified),
    seen({ held: 'new', stored: { current: 'new', next: 'new', previous: 'old' } }),
    { do: 'too-late' },
  ],
  [
    'leaves the certificate of somebody else',
    record(deployed),
    seen({ held: 'other', stored: both }),
    { do: 'forget-next' },
  ],
  ['ends when the app is gone', record(deployed), seen({ held: 'gone' }), { do: 'finish', stage: 'failed' }],
  [
    'ends where nothing is known to go back to',
    record({ ...made, oldCertificate: undefined }),
    seen({ held: 'new', stored: both }),
    { do: 'finish', stage: 'failed' },
  ],
  [
    'ends where the fate of a deploy is unknown and nothing is known to go back to',
    record({ ...deployed, oldCertificate: undefined }),
    seen({ stored: both }),
    { do: 'finish', stage: 'failed' },
  ],
  [
    'goes back where nothing was deployed, though the old certificate is not known',
    record({ ...made, oldCertificate: undefined }),
    seen({ stored: both }),
    { do: 'go-back', why: 'it was cancelled' },
  ],
  [
    'goes back from a deployed certificate',
    record(deployed),
    seen({ held: 'new', stored: both }),
    { do: 'go-back', why: 'it was cancelled' },
  ],
  ['goes on with the way back', record({ ...deployed, ...back() }), seen({ stored: both }), { do: 'restore' }],
  [
    'goes back where neither side has a key',
    record({ oldKeyId: undefined }),
    seen({ stored: {} }),
    { do: 'go-back', why: 'it was cancelled' },
  ],
  [
    'leaves the certificate of somebody else although the new key is current',
    record(swapped),
    seen({ held: 'other', stored: after }),
    { do: 'finish', stage: 'failed' },
  ],
  [
    'leaves the next version of somebody else in the store',
    record(deployed),
    seen({ held: 'none', stored: { current: 'old', next: 'third' } }),
    { do: 'finish', stage: 'failed' },
  ],
];

const ended = ['retired', 'cancelled', 'failed'] as const;

describe('plan of a certificate rotation', () => {
  for (const [name, one, sight, step] of cases)
    it(name, () => expect(nextCertificateStep(one, sight)).to.deep.equal(step));

  for (const stage of ended)
    it(`does nothing when it is ${stage}`, () =>
      expect(nextCertificateStep(record({ stage }), seen({ held: 'gone' }))).to.deep.equal({
        do: 'finish',
        stage: 'retired',
      }));
});

describe('plan of a cancelled certificate rotation', () => {
  for (const [name, one, sight, step] of cancels)
    it(name, () => expect(nextCertificateCancelStep(one, sight)).to.deep.equal(step));

  for (const stage of ended)
    it(`does nothing when it is ${stage}`, () =>
      expect(nextCertificateCancelStep(record({ stage }), seen({ held: 'gone' }))).to.deep.equal({
        do: 'finish',
        stage: 'cancelled',
      }));
});
