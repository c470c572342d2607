/** A time of the org (`2026-11-20T10:11:12.000+0000`) as ISO 8601 in UTC; one that is none stays away. */
export const isoTime = (text: string | null | undefined): string | undefined => {
  const time = text ? new Date(text) : undefined;
  return time && !Number.isNaN(time.getTime()) ? time.toISOString() : undefined;
};
