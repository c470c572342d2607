import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import type { Registration } from '../../src/app/clientApp.js';
import { findUnfinished, readRotations } from '../../src/rotation/journal.js';
import { reportOf } from '../../src/rotation/report.js';
import type { CertificateRotation } from '../../src/rotation/certificate/types.js';
import { keyText } from '../certificate/support.js';
import { failureOf } from '../deployment/support.js';
import { useTemporaryHome } from '../inventory/org/connect.js';
import {
  createCertificateBench,
  expectSettled,
  killAt,
  oldCertificate,
  revive,
  type CertificateBench,
} from './certificateSupport.js';

/** The order of elements is the schema's business. */
const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => one.localeCompare(other)))
    : value;

/** Every way that a rotation of a certificate can go; a file for each registration, so that they run side by side. */
export const certificateSuite = (registration: Registration): void => {
  describe(`rotation of a certificate: ${registration}`, () => {
    useTemporaryHome();
    let bench: CertificateBench;
    beforeEach(async () => (bench = await createCertificateBench(registration)));
    afterEach(() => bench.stage.org.stop());

    /** The org takes no assertion of the new key. */
    const refuseNewKey = (): void => {
      const { store, stage } = bench;
      stage.org.faults.onRequest = ({ path }) =>
        path.endsWith('/oauth2/token') && store.versions.next
          ? { status: 400, body: { error: 'invalid_client', error_description: 'invalid client credentials' } }
          : undefined;
    };

    it('ends with one working key, and says how long none worked', async () => {
      const record = await bench.start();
      expect(record.stage).to.equal('retired');
      await expectSettled(bench, 'new');
      expect(bench.store.log).to.deep.equal([
        'write next',
        'write previous',
        'write current',
        'remove next',
        'remove previous',
      ]);
      const { cutOver, notes, credential, certificateFingerprint, certificateValidTo } = reportOf(record);
      expect(credential).to.equal('certificate');
      expect(certificateFingerprint).to.equal(bench.held());
      const days = (Date.parse(certificateValidTo ?? '') - Date.now()) / 86_400_000;
      expect(days, 'a year').to.be.within(364, 366);
      expect(cutOver?.seconds, JSON.stringify(cutOver)).to.be.within(1, 10);
      expect(cutOver?.isAtMost).to.equal(false);
      expect(notes.join()).to.match(/^Cut-over: \d+ s, from .* in which programs with the stored key got no token/);
      expect(bench.days).to.deep.equal([bench.stage.org.clock.now().toISOString().slice(0, 10)]);
    });

    it('changes nothing of the app but the certificate', async () => {
      const shown = (): string =>
        JSON.stringify(
          bench.stage.org.state.metadata.components.map(({ type, fullName, fields }) => [type, fullName, fields]),
          inOrder,
        ).replace(/-----BEGIN.*?-----END CERTIFICATE-----(\\n)?/g, 'PEM');
      // What a first deploy adds of the platform's own defaults is not this one's doing.
      await bench.start();
      const before = shown();
      const keys = [bench.consumer.key, bench.consumer.secret];
      await bench.start();
      expect(shown()).to.equal(before);
      expect([bench.consumer.key, bench.consumer.secret]).to.deep.equal(keys);
    });

    it('puts the old certificate back when the org refuses the new key, and says so', async () => {
      refuseNewKey();
      const record = await bench.start();
      expect(record.stage).to.equal('failed');
      const old = new X509Certificate(await oldCertificate());
      expect(bench.held()).to.equal(old.fingerprint256);
      // The tokens of the old key were refused, too, as long as the new one was in the store.
      expect(record.notes.join('\n')).to.contain('Rolled back: the org refused the new key (invalid_client');
      expect(record.notes.join('\n')).to.contain('Cut-over:');
      expect(reportOf(record)).to.not.have.property('promotedAt');
      expect(reportOf(record).certificateFingerprint).to.equal(old.fingerprint256);
      revive(bench);
      await expectSettled(bench, 'old');
      expect(bench.days).to.deep.equal([]);
      expect(await findUnfinished(bench.stage.org.organizationId, 'Erp')).to.equal(undefined);
    });

    it('says when the old key does not work after it was put back either', async () => {
      refuseNewKey();
      const { notes } = await bench.start();
      expect(notes.join('\n')).to.contain('but the old key does not work: invalid_client');
    });

    it('waits for a new certificate that takes a while to spread', async () => {
      let refusals = 2;
      bench.options.waitMs = 20_000;
      bench.stage.org.faults.onRequest = ({ path }) => {
        if (!path.endsWith('/oauth2/token') || !bench.store.versions.next || refusals === 0) return undefined;
        refusals -= 1;
        return { status: 400, body: { error: 'invalid_client', error_description: 'invalid client credentials' } };
      };
      const record = await bench.start();
      expect(record.stage).to.equal('retired');
      expect(reportOf(record).cutOver?.seconds, 'the window has grown').to.be.within(3, 20);
      await expectSettled(bench, 'new');
    });

    for (const moment of ['before', 'after'] as const)
      for (const next of registration === 'connected-app' ? (['resume'] as const) : (['resume', 'cancel'] as const))
        it(`comes to an end by ${next} when killed ${moment} any effect`, async function () {
          this.timeout(600_000);
          const stages = new Set<string>();
          for (let n = 1; ; n += 1) {
            await bench.stage.org.stop();
            bench = await createCertificateBench(registration);
            killAt(bench, n, moment);
            const isKilled = await bench.start().then(
              () => false,
              () => true,
            );
            revive(bench);
            if (!isKilled) break;
            const found = await findUnfinished(bench.stage.org.organizationId, 'Erp');
            stages.add(found?.stage ?? 'unwritten');
            const ended = found && (await endBy(next));
            const isNew = ended === undefined ? hasNewKey() : ended.stage === 'retired';
            expect(ended?.stage ?? 'retired', `${n}, ${found?.stage}`).to.be.oneOf(['retired', 'cancelled']);
            if (next === 'resume' && found) expect(isNew, `${n}`).to.equal(true);
            await expectSettled(bench, isNew ? 'new' : 'old');
          }
          expect([...stages]).to.include.members(['unwritten', 'planned', 'stored', 'promoted', 'verified']);
        });

    /** Cancels as far as that can be done, and goes on where it can't. */
    const endBy = async (next: 'resume' | 'cancel'): Promise<CertificateRotation> => {
      if (next === 'resume') return bench.resume();
      try {
        return await bench.cancel();
      } catch (error) {
        expect(error).to.have.property('name', 'RotationTooLateError');
        return bench.resume();
      }
    };

    /** Of a run that ended without anybody to hear of it. */
    const hasNewKey = (): boolean => bench.store.versions.current?.privateKey !== keyText;

    it('is written down with what is public only', async () => {
      await bench.start();
      const text = JSON.stringify(await readRotations());
      expect(text).to.contain('BEGIN CERTIFICATE').and.not.contain('PRIVATE KEY');
    });

    it('refuses a second one', async () => {
      killAt(bench, 6, 'after');
      await failureOf(bench.start());
      revive(bench);
      expect(bench.store.versions).to.have.property('next');
      expect((await failureOf(bench.start())).name).to.equal('RotationElsewhereError');
      delete bench.store.versions.next;
      expect((await failureOf(bench.start())).name).to.equal('RotationUnfinishedError');
    });
  });
};
