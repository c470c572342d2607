import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { bounded } from '../../../src/audit/bounded.js';
import { visible } from '../../../src/report/escape.js';
import { loadHtml } from '../../../src/report/html/load.js';
import type { Reporter } from '../../../src/report/report.js';
import { anApp, anInventory } from '../../audit/rules/anInventory.js';
import { reportContext } from '../../../src/report/context.js';
import { known, type InventoryApp } from '../../../src/inventory/types.js';
import { aContext, attacks, reportOf } from '../support.js';
import { reportBrowser, type ReportBrowser } from './browser.js';
import { sampleAudit } from './sample.js';

type Violation = { id: string; nodes: Array<{ html: string; failureSummary?: string }> };

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps people from using the page, by WCAG 2.2 AA and good practice. */
const barriers = async (page: Page): Promise<string[]> => {
  await page.evaluate(axeSource);
  // What is far off the screen is not laid out, and then not looked at.
  await page.evaluate(
    `for (const one of document.querySelectorAll('.card, .finding')) one.style.contentVisibility = 'visible'`,
  );
  const violations = await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  );
  return (violations as Violation[]).map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map(({ html, failureSummary }) => `${html} ${failureSummary}`)
        .join('; ')}`,
  );
};

const visibleFindings = (page: Page): Promise<number> => page.locator('.finding:visible').count();
const status = (page: Page): Promise<string> => page.locator('#status').innerText();

/** An app whose every text is this one. */
const hostileApp = (text: string): InventoryApp =>
  anApp({
    name: text,
    label: text,
    description: known(text),
    contactEmail: known(text),
    scopes: known([{ value: text }]),
    callbackUrls: known([{ value: text }]),
    grants: known({ permissionSets: [{ value: text }], profiles: [{ value: text }] }),
    ipRanges: known([{ start: text, end: text }]),
    origin: { kind: 'org', org: text, id: text },
  });

describe('the HTML report in a browser', function () {
  this.timeout(60_000);
  let browser: ReportBrowser | undefined;
  let html: Reporter;

  const opened = (): ReportBrowser => {
    if (!browser) throw new Error('no browser');
    return browser;
  };

  const sample = (count = 12): string => {
    const { report, context } = sampleAudit(count);
    return html(report, context);
  };

  before(async function () {
    html = await loadHtml();
    browser = await reportBrowser();
    if (browser) return;
    if (process.env['CI']) throw new Error('CI has no Chromium; install the package chromium.');
    this.skip();
  });
  afterEach(() => browser?.closePages());
  after(() => browser?.close());

  it('runs without a complaint and asks nothing of any network', async () => {
    const { page, complaints, requests } = await opened().open(sample());
    await page.waitForLoadState('networkidle');
    expect(complaints).to.deep.equal([]);
    expect(requests.filter((url) => !url.startsWith('file:'))).to.deep.equal([]);
    expect(requests.length).to.equal(1);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`keeps nobody out, ${colorScheme}`, async () => {
      const { page } = await opened().open(sample(4), { colorScheme });
      await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
      expect(await barriers(page)).to.deep.equal([]);
    });
  }

  it('keeps nobody out on a small screen, in print, or with the other theme', async () => {
    const { page } = await opened().open(sample(4), { viewport: { width: 390, height: 800 } });
    expect(await barriers(page)).to.deep.equal([]);
    await page.locator('#theme').click();
    expect(await barriers(page)).to.deep.equal([]);
    await page.emulateMedia({ media: 'print' });
    expect(await barriers(page)).to.deep.equal([]);
  });

  it('is no wider than the screen', async () => {
    for (const width of [320, 390, 800, 1400]) {
      const { page } = await opened().open(sample(4), { viewport: { width, height: 800 } });
      await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
      expect(await page.evaluate('document.documentElement.scrollWidth'), String(width)).to.be.at.most(width);
    }
  });

  it('says first what could not be seen', async () => {
    const { page } = await opened().open(sample());
    expect(await page.locator('h2').first().innerText()).to.equal('How much this audit could see');
    const text = await page.locator('#seen').innerText();
    expect(text).to.include('Not everything could be checked');
    expect(text).to.include('only the own tokens of that user can be seen');
    expect(text).to.include('org:uat/EventLogFile');
  });

  it('finds by words, filters by severity, app, rule, place and state, and says how many are left', async () => {
    const { report, context } = sampleAudit(12);
    const { page } = await opened().open(html(report, context));
    const all = report.findings.length;
    expect(await visibleFindings(page)).to.equal(all);

    const only = async (expected: number, what: string): Promise<void> => {
      expect(expected, what).to.be.within(1, all - 1);
      await page.locator('#status', { hasText: `${expected} of ${all} findings` }).waitFor();
      expect(await visibleFindings(page), what).to.equal(expected);
      expect(await status(page)).to.equal(`${expected} of ${all} findings`);
      await page.locator('#reset').click();
      await page.locator('#status', { hasText: new RegExp(`^${all} findings$`) }).waitFor();
    };

    for (const name of ['Critical', 'Moderate', 'Low', 'Info']) await page.getByRole('checkbox', { name }).uncheck();
    await only(report.findings.filter(({ severityName }) => severityName === 'High').length, 'severity');
    await page.getByLabel('App', { exact: true }).selectOption('Billing');
    await only(report.findings.filter(({ app }) => app === 'Billing').length, 'app');
    await page.getByLabel('Rule', { exact: true }).selectOption('full-scope');
    await only(report.findings.filter(({ rule }) => rule === 'full-scope').length, 'rule');
    await page.getByLabel('Org or source').selectOption('uat');
    await only(report.findings.filter(({ org, alsoIn }) => org === 'uat' || alsoIn?.includes('uat')).length, 'place');
    await page.getByLabel('State', { exact: true }).selectOption('baseline');
    await only(report.findings.filter(({ baseline, waived }) => baseline && !waived).length, 'state');
    await page.getByLabel('Search').fill('BILLING full');
    await page.locator('#status', { hasText: ' of ' }).waitFor();
    expect(await page.locator('.card:visible h3').allInnerTexts()).to.include('Billing');
    await page.getByLabel('Search').fill('nothing has these words');
    await page.locator('#nothing').waitFor({ state: 'visible' });
    expect(await status(page)).to.equal(`0 of ${all} findings`);
  });

  it('works with keys alone', async () => {
    const { page } = await opened().open(sample());
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Skip to apps and findings');
    await page.keyboard.press('Enter');
    await page.getByLabel('Search').focus();
    await page.keyboard.type('zzz');
    await page.locator('#nothing').waitFor({ state: 'visible' });
    await page.locator('#reset').focus();
    await page.keyboard.press('Enter');
    await page.locator('#nothing').waitFor({ state: 'hidden' });
    const finding = page.locator('.finding').first();
    await finding.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await finding.getAttribute('open')).to.equal('');
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).to.equal('solid');
  });

  it('copies a remedy', async () => {
    const { page } = await opened().open(sample(), { permissions: ['clipboard-read', 'clipboard-write'] });
    const finding = page.locator('.finding').first();
    await finding.locator('summary').click();
    await finding.locator('.copy').click();
    await finding.locator('.copy', { hasText: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).to.equal(
      await finding.locator('.remedy-text').textContent(),
    );
  });

  it('follows the system, and the reader when asked', async () => {
    const { page } = await opened().open(sample(2), { colorScheme: 'dark' });
    const background = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await background();
    await page.getByRole('button', { name: 'Light theme' }).click();
    const light = await background();
    expect(light).to.not.equal(dark);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await background()).to.equal(light);
    await page.getByRole('button', { name: 'Dark theme' }).click();
    expect(await background()).to.equal(dark);
  });

  it('unfolds everything on paper, and folds it again', async () => {
    const { page } = await opened().open(sample(2));
    const folded = () => page.locator('details:not([open])').count();
    const before = await folded();
    expect(before).to.be.above(0);
    await page.evaluate(`window.dispatchEvent(new Event('beforeprint'))`);
    expect(await folded()).to.equal(0);
    await page.evaluate(`window.dispatchEvent(new Event('afterprint'))`);
    expect(await folded()).to.equal(before);
  });

  it('shows everything without scripts', async () => {
    const { report, context } = sampleAudit(3);
    const { page } = await opened().open(html(report, context), { javaScriptEnabled: false });
    expect(await page.locator('.finding').count()).to.equal(report.findings.length);
    expect(await page.locator('#filters').isVisible()).to.equal(false);
  });

  for (const [what, text] of attacks) {
    it(`shows ${what} as text, wherever it stands`, async () => {
      const report = reportOf(text);
      const inventory = anInventory({ apps: [hostileApp(text)] });
      const context = reportContext({ ...aContext(), inventory, result: report, ignoredApps: [] });
      const { page, complaints, requests } = await opened().open(html(report, context));
      await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
      await page.mouse.move(300, 300);
      expect(await page.locator('.card h3').allTextContents()).to.include(visible(bounded(text, 255)));
      expect(await page.evaluate('window.pwned')).to.equal(undefined);
      expect(await page.locator('script').count()).to.equal(1);
      expect(
        await page
          .locator('img, iframe, object, embed, svg:not(.bar), [onmouseover], [onclick], [onfocus], [autofocus]')
          .count(),
      ).to.equal(0);
      expect(complaints).to.deep.equal([]);
      expect(requests.length).to.equal(1);
      expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(1400);
    });
  }

  it('runs no script but its own, even one that gets into the page', async () => {
    const { page, complaints } = await opened().open(
      sample(2).replace('</main>', '</main><script>window.pwned = 1</script><img src="x" onerror="window.pwned = 1">'),
    );
    expect(await page.evaluate('window.pwned')).to.equal(undefined);
    expect(complaints.join('\n')).to.include('Content Security Policy');
  });
});
