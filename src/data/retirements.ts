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

/** API versions up to this one answer no call any more, since the release named. */
export const retiredApiVersions = { upTo: 30, release: 'Summer ’25' } as const;

/** SOAP login() goes with these versions; newer ones never had it. */
export const soapLoginApiVersions = { from: 31, upTo: 64 } as const;
