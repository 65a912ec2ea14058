import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderReport } from '../../report/render.ts';
import type { ReportData } from '../../report/report-data.ts';
import { fakeReport } from './fake-report.ts';
import { hostileTexts, retold } from './hostile-texts.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const absent = !existsSync(executablePath);
if (absent) console.warn(`Skipped: the report's browser tests need Chromium at ${executablePath} (or in CHROMIUM).`);

describe.skipIf(absent)('the report in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rescind-report-'));
  const desk = { width: 1280, height: 900 };
  let browser: Browser;
  /** One after the other are shown in it: to open a new one takes longer than what most visits do there. */
  let shared: Page;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    shared = await pageOf({});
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function pageOf(options: BrowserContextOptions): Promise<Page> {
    return (await browser.newContext({ viewport: desk, ...options })).newPage();
  }

  /** Opens a report, does something with it, and insists that nothing went wrong and nothing went out meanwhile. */
  async function visit(data: ReportData, act: (page: Page) => Promise<void>, options?: BrowserContextOptions) {
    const file = join(folder, 'report.html');
    writeFileSync(file, renderReport(data));
    const page = options === undefined ? shared : await pageOf(options);
    if (page === shared) await asNew(page);
    const trouble = troubleOf(page, `file://${file}`);
    await page.goto(`file://${file}`);
    if (options?.javaScriptEnabled !== false) await page.locator('html[data-ready]').waitFor();
    await act(page);
    expect(trouble).toEqual([]);
    if (page !== shared) await page.context().close();
  }

  /** Nothing of the last visit is left for the next one, however it ended. */
  async function asNew(page: Page): Promise<void> {
    page.removeAllListeners();
    await page.goto('about:blank');
    await page.setViewportSize(desk);
    await page.emulateMedia({ colorScheme: 'light' });
  }

  const rows = (page: Page, table: string) => page.locator(`#${table} tbody tr`);
  const focused = (page: Page) => page.evaluate<string>('document.activeElement.textContent');
  const report = fakeReport({ credentials: 30, days: 10 });

  test('sorts by any column, both ways', async () => {
    await visit(report, async (page) => {
      const uses = async () =>
        (await page.locator('#fleet td:nth-child(4)').allTextContents()).map((text) =>
          Number(text.replaceAll(',', '')),
        );
      await page.getByRole('button', { name: 'Uses' }).click();
      expect(await uses()).toEqual((await uses()).toSorted((a, b) => b - a));
      await page.getByRole('button', { name: 'Uses' }).click();
      expect(await uses()).toEqual((await uses()).toSorted((a, b) => a - b));
      expect(await page.locator('#fleet th[aria-sort="ascending"]').textContent()).toBe('Uses');
    });
  });

  test('filters and searches both tables at once, and says how much is left', async () => {
    await visit(report, async (page) => {
      await page.getByLabel('action', { exact: true }).selectOption('disable');
      const disabled = report.decisions.filter(({ action }) => action === 'disable');
      expect(await rows(page, 'decisions').count()).toBe(disabled.length);
      expect(await rows(page, 'fleet').count()).toBe(disabled.length);
      await page.getByLabel('action', { exact: true }).selectOption('');
      await page.locator('#search').fill('INGEST-worker-2');
      expect(await rows(page, 'fleet').count()).toBe(
        report.credentials.filter(({ id }) => /ingest-worker-2/.test(id)).length,
      );
      await page.locator('#search').fill('no such credential');
      expect(await page.locator('#fleet-count').textContent()).toBe('Nothing matches.');
    });
  });

  test('shows 200 rows at a time, and the rest on demand', async () => {
    await visit(fakeReport({ credentials: 450, days: 1 }), async (page) => {
      expect(await rows(page, 'fleet').count()).toBe(200);
      await page.locator('#fleet-count button').click();
      expect(await rows(page, 'fleet').count()).toBe(400);
      await page.locator('#fleet-count button').click();
      expect(await page.locator('#fleet-count').textContent()).toBe('450 of 450 shown. ');
    });
  });

  test('follows a deep link, also to a credential that nothing was decided about', async () => {
    const calm = report.credentials.find(({ id }) => !report.decisions.some(({ credential }) => credential === id));
    await visit(report, async (page) => {
      await page.evaluate(`location.hash = '#c-${encodeURIComponent(calm?.id ?? '')}'`);
      const opened = page.locator('details.case[open]');
      await opened.waitFor();
      expect(await opened.locator('article').getAttribute('aria-label')).toBe(calm?.id);
      await page.reload();
      await opened.locator('.timeline').waitFor();
    });
  });

  test('is walked by keyboard: / searches, j and k move, Enter opens, Escape comes back', async () => {
    await visit(report, async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('jk/');
      expect(await page.locator('#search').inputValue()).toBe('jk/');
      await page.keyboard.press('Escape');
      expect(await rows(page, 'decisions').count()).toBe(report.decisions.length);
      const links = await page.locator('tbody a.open').allTextContents();
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      expect(await focused(page)).toBe(links[1]);
      await page.keyboard.press('k');
      expect(await focused(page)).toBe(links[0]);
      await page.keyboard.press('Enter');
      expect(await page.locator('details.case[open]').count()).toBe(1);
      await page.keyboard.press('Escape');
      expect(await page.locator('details.case[open]').count()).toBe(0);
      expect(await focused(page)).toBe(links[0]);
      // Another, and then the first once more, quicker than the page hears where it is.
      await page.locator('tbody a.open').nth(1).click();
      await page.locator('details.case[open]').waitFor();
      await page.keyboard.press('Escape');
      await page.evaluate(`(() => {
        document.querySelector('tbody a.open').click();
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      })()`);
      await page.waitForTimeout(100);
      expect(await page.locator('details.case[open]').count()).toBe(0);
    });
  });

  test('prints whole: light, without its controls, with every case unfolded', async () => {
    await visit(
      report,
      async (page) => {
        const ink = () => page.evaluate<string>('getComputedStyle(document.body).color');
        const onScreen = await ink();
        await page.emulateMedia({ media: 'print' });
        expect(await ink()).not.toBe(onScreen);
        expect(await page.locator('#toolbar').isVisible()).toBe(false);
        expect(await page.locator('#theme').isVisible()).toBe(false);
        const heights = await page
          .locator('details.case article')
          .evaluateAll((all) => all.map((one) => (one as unknown as { readonly offsetHeight: number }).offsetHeight));
        expect(heights.length).toBeGreaterThan(1);
        expect(Math.min(...heights)).toBeGreaterThan(100);
        expect((await page.pdf()).length).toBeGreaterThan(10_000);
      },
      { colorScheme: 'dark' },
    );
  });

  test('turns dark and light', async () => {
    await visit(report, async (page) => {
      const paper = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      const light = await paper();
      await page.getByRole('button', { name: 'Dark' }).click();
      expect(await paper()).not.toBe(light);
      await page.getByRole('button', { name: 'Light' }).click();
      expect(await paper()).toBe(light);
    });
  });

  test('reads whole without its script, deep links included', async () => {
    const act = async (page: Page) => {
      expect(await rows(page, 'decisions').count()).toBe(report.decisions.length);
      expect(await page.locator('#toolbar').isVisible()).toBe(false);
      await page.locator('.caught a.open').first().click();
      expect(await page.locator('details.case[open] .timeline').isVisible()).toBe(true);
    };
    await visit(report, act, { javaScriptEnabled: false });
  });

  test('shows forty hostile names as text: no dialog, no request, no violation, no node more', async () => {
    const data = fakeReport({ credentials: 40, days: 2 });
    const nodes: number[] = [];
    const act = async (page: Page) => {
      await page.evaluate('for (const anchor of document.querySelectorAll("#fleet a.open")) anchor.click()');
      await page.locator('details.case[open]').nth(39).waitFor();
      await page.getByRole('button', { name: 'Uses' }).click();
      nodes.push(await page.evaluate<number>('document.querySelectorAll("*").length'));
    };
    await visit(
      retold(data, (index) => `a name ${index}`),
      act,
    );
    await visit(
      retold(data, (index) => hostileTexts[index] ?? ''),
      async (page) => {
        await act(page);
        expect(await page.locator('.why').allTextContents()).toContainEqual(
          expect.stringContaining('<script>alert(3)</script>'),
        );
      },
    );
    expect(nodes[1]).toBe(nodes[0]);
  });

  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const views = [
    { size: desk, colorScheme: 'light' },
    { size: desk, colorScheme: 'dark' },
    { size: { width: 390, height: 844 }, colorScheme: 'dark' },
  ] as const;

  test('axe finds nothing, light or dark, on a desk or a phone', async () => {
    await visit(fakeReport({ credentials: 12, days: 8 }), async (page) => {
      await page.locator('.caught a.open').first().click();
      await page.evaluate(axe);
      for (const { size, colorScheme } of views) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        const found = await page.evaluate<string[]>(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html].join(": ")))',
        );
        expect(found).toEqual([]);
        expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      }
    });
  });
});

/** Everything that a quiet, self-contained page never does, collected as it happens. */
function troubleOf(page: Page, own: string): readonly string[] {
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(own) && request.url() !== 'data:,') trouble.push(`request: ${request.url()}`);
  });
  return trouble;
}
