import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromium as findChromium } from '../../verify/chromium.js';

/** What the browser must not do by itself on a machine that tests. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** An open page, with everything it complained of and asked for. */
type Opened = { page: Page; complaints: string[]; requests: string[] };

export type ReportBrowser = {
  open: (html: string, options?: BrowserContextOptions) => Promise<Opened>;
  closePages: () => Promise<void>;
  close: () => Promise<void>;
};

/** Opens reports from files, as people do; undefined where there is no browser. */
export const reportBrowser = async (): Promise<ReportBrowser | undefined> => {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'report-'));
  const browser: Browser = await chromium.launch({ executablePath, args: quiet });
  let count = 0;
  return {
    open: async (html, options = {}) => {
      const file = join(folder, `report${(count += 1)}.html`);
      await writeFile(file, html);
      const page = await browser.newPage({ viewport: { width: 1400, height: 1000 }, ...options });
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('dialog', (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => requests.push(request.url()));
      const address = pathToFileURL(file).href;
      await page.goto(address);
      return { page, complaints, requests };
    },
    closePages: async () => {
      for (const context of browser.contexts()) await context.close();
    },
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
