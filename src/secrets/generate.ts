import { randomInt } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

// randomInt rejects the uneven rest of the random range, so every character is equally likely: 5.95 bits each.
const generateAlphanumeric = (length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** A new consumer key: 85 letters and digits (an org takes 8 to 256). */
export const generateConsumerKey = (): string => generateAlphanumeric(85);

/** A new consumer secret: 64 letters and digits, 381 bits. */
export const generateConsumerSecret = (): string => generateAlphanumeric(64);
