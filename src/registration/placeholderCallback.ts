/**
 * What stands in `<callbackUrl>` of a connected app whose flow has no callback, because the metadata demands one
 * (platform.md 1.3). Nobody can ever receive a code there: names under `.invalid` never resolve (RFC 2606), which is
 * not true of localhost, of a real domain, or of a public success page.
 */
export const placeholderCallback = 'https://unused.invalid/callback';
