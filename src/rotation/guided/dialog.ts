import { Messages } from '@salesforce/core/messages';
import { readPiped } from '../../secrets/readPiped.js';
import type { SessionOptions } from '../session.js';
import { parsePipedPair, type NewPair } from './newPair.js';
import type { Guide } from './session.js';
import { setupPage } from './setupPage.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-clientapp', 'clientapp.rotate.start');

/** Whoever follows the guide. */
export type Desk = {
  /** A person is there to type the pair; otherwise it has to be piped in. */
  isInteractive: boolean;
  /** False only prints the address. */
  openBrowser: boolean;
  say: (text: string) => void;
  askUnseen: (message: string) => Promise<string>;
  confirm: (message: string) => Promise<boolean>;
  input: NodeJS.ReadStream;
};

const typedPair = async ({ askUnseen }: Desk): Promise<NewPair> => ({
  consumerKey: (await askUnseen(messages.getMessage('prompt.newKey'))).trim(),
  consumerSecret: (await askUnseen(messages.getMessage('prompt.newSecret'))).trim(),
});

const pipedPair = async ({ input }: Desk): Promise<NewPair | undefined> =>
  input.isTTY ? undefined : parsePipedPair(await readPiped(input));

/** The guide through Setup, with the questions that it needs answered; the pair is never an argument, which others can see. */
export const guideThroughSetup = ({ connection, name, org }: SessionOptions, desk: Desk): Guide => ({
  askPair: async () => {
    const page = setupPage(connection);
    desk.say(messages.getMessage('info.guide', [name, org, page]));
    if (desk.isInteractive && desk.openBrowser) await (await import('open')).default(page, { wait: false });
    const pair = desk.isInteractive ? await typedPair(desk) : await pipedPair(desk);
    if (pair && pair.consumerKey !== '' && pair.consumerSecret !== '') return pair;
    throw messages.createError('error.newPairMissing', [name, org], [name, org, page]);
  },
  onStored: async () => {
    desk.say(messages.getMessage('info.applyNow', [name]));
    if (!desk.isInteractive) return;
    const isApplied = await desk.confirm(messages.getMessage('prompt.applied', [name]));
    if (!isApplied) throw messages.createError('error.notApplied', [name], [name, org]);
  },
});
