/** A change that Salesforce has announced and the day from which it holds. */
export type Retirement = {
  what: string;
  /** Calendar day; of a release only the season is known, then its usual first weekend. */
  date: string;
  /** How Salesforce names the time when it names no day. */
  release?: string;
  /** Seen at second hand, or postponed before: a plan, not a certainty. */
  uncertain?: true;
};

/** Release updates get postponed (four in Winter '27 alone): read these dates with the day they were collected on. */
export const retirementsAsOf = '2026-11-23';

export const retirements = {
  'device-flow': {
    what: 'the device flow works only for local External Client Apps with a localhost callback',
    date: '2026-11-30',
    uncertain: true,
  },
  'username-password-flow': {
    what: 'the username-password flow is retired for connected apps',
    date: '2027-02-20',
    uncertain: true,
  },
  'user-agent-flow': {
    what: 'the user-agent and hybrid user-agent flows are retired',
    date: '2027-02-20',
    uncertain: true,
  },
  'soap-login': {
    what: 'SOAP login() of API versions 31 to 64 is retired',
    date: '2027-06-12',
    release: "Summer '27",
    uncertain: true,
  },
  'connected-apps': {
    what: 'connected apps lose support in production orgs',
    date: '2027-06-12',
    release: "Summer '27",
    uncertain: true,
  },
} as const satisfies Record<string, Retirement>;

export type RetirementId = keyof typeof retirements;

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
