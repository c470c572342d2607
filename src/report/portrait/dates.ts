import { X509Certificate } from 'node:crypto';
import { usesSecret } from '../../app/clientApp.js';
import { daysUntil } from '../../audit/retirements.js';
import { usageOf } from '../../audit/usageOf.js';
import { known, unknown, type Fact, type Inventory, type InventoryApp } from '../../inventory/types.js';
import { placeOf, tell, tellOf } from './told.js';
import type { TokenReading } from './tokens.js';
import type { AppPortrait, CertificateLife, Rhythm } from './types.js';

const msPerDay = 24 * 60 * 60 * 1000;

/** A thing done on a day and due again after so many; undefined when the day is none. */
export const rhythm = (last: string, everyDays: number, today: Date): Rhythm | undefined => {
  const time = Date.parse(last);
  if (Number.isNaN(time)) return undefined;
  const due = new Date(time + everyDays * msPerDay).toISOString().slice(0, 10);
  return { last, ageDays: -daysUntil(last, today), everyDays, due, dueInDays: daysUntil(due, today) };
};

const manifestOf = (records: readonly InventoryApp[]): InventoryApp['manifest'] =>
  records.find(({ manifest }) => manifest)?.manifest;

const rhythmOrGap = (
  last: string | undefined,
  everyDays: number,
  today: Date,
  gap: string,
): { rhythm: Rhythm } | { gap: string } => {
  const found = last === undefined ? undefined : rhythm(last, everyDays, today);
  return found ? { rhythm: found } : { gap };
};

const secretOf = (records: readonly InventoryApp[], today: Date): AppPortrait['secret'] => {
  const manifest = manifestOf(records);
  const declared = manifest?.app;
  if (!declared) {
    return {
      gap: manifest ? `${manifest.file} cannot be read` : 'no manifest records when its secret was last rotated',
    };
  }
  if (!usesSecret(declared)) return undefined;
  const { lastRotated, rotateEveryDays } = declared.credentials;
  return rhythmOrGap(lastRotated, rotateEveryDays, today, `${manifest.file} has no credentials.lastRotated`);
};

const reviewOf = (records: readonly InventoryApp[], today: Date): AppPortrait['review'] => {
  const manifest = manifestOf(records);
  if (!manifest?.app) return { gap: 'no manifest records its reviews' };
  const { last, everyDays } = manifest.app.review;
  return rhythmOrGap(last, everyDays, today, `${manifest.file} has no review.last`);
};

const day = (text: string): string => new Date(text).toISOString().slice(0, 10);

const certificateLife = (text: string, today: Date): Fact<CertificateLife> => {
  const base64 = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').replace(/\s/g, '');
  try {
    const { validFrom, validTo } = new X509Certificate(Buffer.from(base64, 'base64'));
    const ends = day(validTo);
    return known({ ends, inDays: daysUntil(ends, today), lifeDays: daysUntil(ends, new Date(validFrom)) });
  } catch {
    return unknown('it holds no certificate that can be read');
  }
};

const createdOf = (app: InventoryApp): Fact<string | undefined> => {
  if (app.origin.kind !== 'org') return known(undefined);
  const created = app.record?.createdDate;
  return created === undefined ? unknown('the org does not tell when it was made') : known(created.slice(0, 10));
};

/** The last use that tokens or the API log tell of. */
const lastUseOf = (inventory: Inventory, { app, rows }: TokenReading): Fact<string | undefined> => {
  const usage = usageOf(inventory, app);
  const times = [
    ...(rows.known ? rows.value.flatMap(({ lastUsedDate }) => lastUsedDate ?? []) : []),
    ...(usage.known && usage.value.usage ? [usage.value.usage.lastSeen] : []),
  ];
  const last = times.reduce((a, b) => (b > a ? b : a), '');
  if (last !== '') return known(last.slice(0, 10));
  if (!rows.known) return rows;
  return usage.known ? unknown('neither tokens nor the API log show a use') : usage;
};

type Dates = Pick<AppPortrait, 'created' | 'lastUsed' | 'certificate' | 'secret' | 'review'>;

/** When things were made and used, and when they are due. */
export const datesOf = (
  inventory: Inventory,
  records: readonly InventoryApp[],
  readings: readonly TokenReading[],
  today: Date,
): Dates => {
  const secret = secretOf(records, today);
  return {
    created: tellOf(records, createdOf),
    lastUsed: tell(readings.map((reading) => ({ place: placeOf(reading.app), fact: lastUseOf(inventory, reading) }))),
    certificate: tellOf(records, ({ certificate }) => {
      if (!certificate.known) return certificate;
      return certificate.value === undefined || certificate.value.trim() === ''
        ? known(undefined)
        : certificateLife(certificate.value, today);
    }),
    ...(secret ? { secret } : {}),
    review: reviewOf(records, today),
  };
};
