import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { loadHtml } from '../../src/report/html/load.js';
import type { AuditReport } from '../../src/report/report.js';
import { sampleAudit } from '../../test/report/html/sample.js';
import { chromium as findChromium } from '../../test/verify/chromium.js';
import { median, type Measurement } from './statistics.js';

const findings = 5_000;
const apps = 500;
const rounds = 5;
const openBoundMs = 2_000;
const searchBoundMs = 500;

/** The findings of many apps, as many as are wanted: some are left out, or some stand twice. */
const ofSize = (report: AuditReport): AuditReport => {
  const found = report.findings;
  const all = Array.from({ length: findings }, (_, index) => found[index % found.length]).filter(
    (one) => one !== undefined,
  );
  return { ...report, findings: all };
};

type Times = { openMs: number; emptyMs: number; searchMs: number };

const emptyPage = '<!doctype html><html lang="en"><title>Nothing</title></html>';

/** From the start of the navigation until the page is laid out, painted and its script has run. */
const opened = `new Promise((settle) =>
  requestAnimationFrame(() => setTimeout(() => settle(performance.now()), 0)))`;

const searched = `new Promise((settle) => {
  const input = document.querySelector('#query');
  const status = document.querySelector('#status');
  const start = performance.now();
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => settle(performance.now() - start), 0)))
    .observe(status, { childList: true });
  input.value = 'full scope';
  input.dispatchEvent(new Event('input', { bubbles: true }));
})`;

const measure = async (file: string, empty: string, executablePath: string): Promise<Times[]> => {
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
  const browser = await chromium.launch({ executablePath, args });
  const times: Times[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
      await page.goto(pathToFileURL(empty).href);
      const emptyMs = await page.evaluate<number>(opened);
      await page.goto(pathToFileURL(file).href);
      const openMs = await page.evaluate<number>(opened);
      const searchMs = await page.evaluate<number>(searched);
      await page.close();
      // The first page warms the browser.
      if (round > 0) times.push({ openMs, emptyMs, searchMs });
    }
  } finally {
    await browser.close();
  }
  return times;
};

const row = (
  what: string,
  figures: readonly number[],
  boundMs: number,
  baseline: readonly number[] = [],
): Measurement => {
  const ours = median(figures);
  const empty = median(baseline);
  return {
    what,
    ours: `${ours.toFixed(0)} ms`,
    baseline: baseline.length > 0 ? `${empty.toFixed(0)} ms` : '',
    ratio: baseline.length > 0 ? (ours / empty).toFixed(1) : '',
    bound: `${boundMs} ms`,
    holds: ours <= boundMs,
  };
};

/** How long a reader waits for a report of 5,000 findings, and for a search in it. */
export const measureHtmlReport = async (scratch: string): Promise<Measurement[]> => {
  const program = findChromium();
  if (program === undefined) throw new Error('No Chromium to open the report in.');
  const { report, context } = sampleAudit(apps);
  const text = (await loadHtml())(ofSize(report), context);
  const [file, empty] = [join(scratch, 'report.html'), join(scratch, 'empty.html')] as const;
  await writeFile(file, text);
  await writeFile(empty, emptyPage);
  const times = await measure(file, empty, program);
  const size = (Buffer.byteLength(text) / 1024 / 1024).toFixed(1);
  return [
    row(
      `opening an HTML report of ${findings} findings (${size} MB) / an empty page`,
      times.map(({ openMs }) => openMs),
      openBoundMs,
      times.map(({ emptyMs }) => emptyMs),
    ),
    row(
      'a search in it (120 ms of them wait for the next key)',
      times.map(({ searchMs }) => searchMs),
      searchBoundMs,
    ),
  ];
};
