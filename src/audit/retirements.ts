import type { Retirement } from '../data/retirements.js';

export { retirements, retirementsAsOf, type RetirementId } from '../data/retirements.js';

const day = 24 * 60 * 60 * 1000;

/** Days from `today` to the calendar day, negative when it has passed. */
export const daysUntil = (date: string, today: Date): number =>
  Math.round((Date.parse(date) - Date.parse(today.toISOString().slice(0, 10))) / day);

/** "on 2027-02-20, in 89 days" or "since 2027-02-20". */
export const whenOf = (retirement: Retirement, today: Date): string => {
  const days = daysUntil(retirement.date, today);
  const name = retirement.release ? `${retirement.release} (about ${retirement.date})` : retirement.date;
  if (days <= 0) return `since ${name}`;
  return `${retirement.release ? 'in' : 'on'} ${name}, in ${days} ${days === 1 ? 'day' : 'days'}`;
};
