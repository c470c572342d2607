/** Who is who in the badly run org. */
export const boss = 'boss@acme.example';
export const leaver = 'leaver@acme.example';
export const frozen = 'frozen@acme.example';
export const nightlyAdmin = 'nightly.export@acme.example';
export const shared = 'shared.integration@acme.example';
/** Ordinary colleagues, by number. */
export const person = (number: number): string => `person${String(number).padStart(2, '0')}@acme.example`;
export const people = 30;

export const uninstalledApp = 'Data Exporter 3000';
export const suddenApp = 'Quick Merge';
export const indicatorAddress = '208.68.36.90';
