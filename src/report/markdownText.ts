import { visible } from './escape.js';

/** Everything that Markdown, its HTML and GitHub's and GitLab's additions (tables, mathematics, links) begin with. */
const acting = /[&<>\\`*_[\]!~|$]/g;

/** People, issues, commits, merge requests and the like, which both sites link or notify from the finished text. */
const reference = /([@#!~%&])(?=[\p{L}\p{N}_"])/gu;

/** What becomes a link by itself. */
const address = /(:)(?=\/\/)|((?:www|mailto|xmpp)[.:])/gi;

/** A character of no width, spelled so that the file shows it. */
const gap = '&#8203;';

/**
 * Text from files and orgs in Markdown: it reads as it is and starts nothing, no markup, link, image, mention or
 * command. For the middle of a line.
 */
export const markdownText = (text: string, maximum = 500): string =>
  visible(text, maximum)
    .split(gap)
    .join(' ')
    .replace(reference, '$1\u0000')
    .replace(address, '$&\u0000')
    .replace(acting, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('\u0000', gap);
