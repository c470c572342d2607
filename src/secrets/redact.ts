const shownAtStart = 5;
const shownAtEnd = 4;

/**
 * A consumer key as it may be shown: enough to tell two apart, too little to use. There is deliberately no such
 * function for secrets, of which nothing is shown.
 *
 * @returns for example `3MVG9…k4_Q`; only `…` for keys too short to hide anything
 */
export const maskKey = (consumerKey: string): string =>
  consumerKey.length < 2 * (shownAtStart + shownAtEnd)
    ? '…'
    : `${consumerKey.slice(0, shownAtStart)}…${consumerKey.slice(-shownAtEnd)}`;
