/** `npm run build:pictures`: takes docs/images anew, of the demo's report and of each kind of Slack message. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { chromium, type Page } from 'playwright-core';
import { questionPage } from '../functions/links/page.ts';
import { pictured, slackPage, stolen } from './slack-page.ts';

const executablePath = env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(executablePath)) throw new Error(`there is no Chromium at ${executablePath}: set CHROMIUM`);

const images = join(import.meta.dirname, '../docs/images');
mkdirSync(images, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'rescind-pictures-'));
const demo = spawnSync(execPath, [join(import.meta.dirname, 'rescind.ts'), 'demo', '--quiet'], { cwd: folder });
if (demo.status !== 0) throw new Error(`the demo failed: ${demo.stderr}`);

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

async function take(name: string, url: string, act: (page: Page) => Promise<void>, dark = false): Promise<void> {
  const colorScheme = dark ? ('dark' as const) : ('light' as const);
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, colorScheme });
  await page.goto(url);
  await act(page);
  const whole = page.locator('main');
  const path = join(images, `${name}.png`);
  if (!name.startsWith('report')) await whole.screenshot({ path });
  else await page.screenshot({ path });
  await page.close();
}

const report = `file://${join(folder, 'rescind-report.html')}`;
const shown = (selector: string) => async (page: Page) => {
  await page.locator('html[data-ready]').waitFor();
  await page.locator(selector).first().scrollIntoViewIfNeeded();
  await page.evaluate(`document.querySelector(${JSON.stringify(selector)}).scrollIntoView({ block: 'start' })`);
};
await take('report', report, async (page) => page.locator('html[data-ready]').waitFor());
await take('report-dark', report, async (page) => page.locator('html[data-ready]').waitFor(), true);
await take('report-fleet', report, shown('#fleet'));
await take('report-standing', report, shown('#standing'));
await take('report-case', report, async (page) => {
  await page.locator('html[data-ready]').waitFor();
  // The first that was caught with networks of its own: its band shows, and what came from elsewhere.
  for (const open of await page.locator('.caught a.open').all()) {
    await open.click();
    await page.locator('details.case[open]').waitFor();
    if ((await page.locator('details.case[open] .timeline .band').count()) > 0) break;
    await page.keyboard.press('Escape');
  }
});
for (const one of pictured) {
  const file = join(folder, `${one.name}.html`);
  writeFileSync(file, slackPage(one));
  await take(one.name, `file://${file}`, async () => undefined);
}
const asked = join(folder, 'link.html');
const says = { decisionId: stolen.id, choice: 'undo', person: 'ada', until: stolen.at, id: 'x' } as const;
writeFileSync(asked, questionPage('token', says, stolen, 'AKIA…MPLE').body);
await take('link-page', `file://${asked}`, async () => undefined);
await browser.close();
rmSync(folder, { recursive: true });
