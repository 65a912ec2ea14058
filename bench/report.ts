import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { type Browser, chromium } from 'playwright-core';
import { renderReport } from '../report/render.ts';
import { fakeReport } from '../test/report/fake-report.ts';

interface Timed {
  /** Until all rows are at hand, so that a click on any control is answered, in milliseconds from the start. */
  readonly interactive: number;
  /** From a key in the search field until the tables show what matches. */
  readonly search: number;
  readonly sort: number;
  readonly nodes: number;
}

/** The report of so many credentials over thirty days: how large it is, and how soon it can be worked with in Chromium. */
export async function report(args: readonly string[]): Promise<void> {
  await new Command('report')
    .description('Writes reports, and times how soon each can be worked with in Chromium.')
    .option('--credentials <n,n>', 'in each', (text) => text.split(',').map(Number), [100, 5_000])
    .option('--rounds <n>', 'visits of each', Number, 5)
    .option('--chromium <file>', 'the browser', env.CHROMIUM ?? '/usr/bin/chromium')
    .action(run)
    .parseAsync([...args], { from: 'user' });
}

interface Given {
  readonly credentials: readonly number[];
  readonly rounds: number;
  readonly chromium: string;
}

async function run({ credentials: amounts, rounds: visits, chromium: executablePath }: Given): Promise<void> {
  if (!existsSync(executablePath)) throw new Error(`there is no Chromium at ${executablePath}: --chromium FILE`);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const folder = mkdtempSync(join(tmpdir(), 'rescind-report-'));
  const row = (...cells: readonly (string | number)[]) => stdout.write(`| ${cells.join(' | ')} |\n`);
  row('credentials', 'file', 'gzipped', 'written in', 'interactive after', 'a search takes', 'a sort takes', 'nodes');
  row(...Array(8).fill('---'));
  for (const credentials of amounts) {
    const file = join(folder, `${credentials}.html`);
    const began = performance.now();
    const html = renderReport(fakeReport({ credentials, days: 30 }));
    const written = performance.now() - began;
    writeFileSync(file, html);
    const rounds: Timed[] = [];
    for (let round = 0; round < visits; round++) rounds.push(await visit(browser, file));
    const median = (pick: (one: Timed) => number) => Math.round(middle(rounds.map(pick)));
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
    row(
      credentials.toLocaleString('en-US'),
      megabytes(Buffer.byteLength(html)),
      megabytes(gzipSync(html).length),
      `${Math.round(written)} ms`,
      `${median(({ interactive }) => interactive)} ms`,
      `${median(({ search }) => search)} ms`,
      `${median(({ sort }) => sort)} ms`,
      median(({ nodes }) => nodes).toLocaleString('en-US'),
    );
  }
  await browser.close();
  rmSync(folder, { recursive: true });
}

/** Two frames later, what was asked for is on the screen. */
const painted = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

function timed(act: string): string {
  return `(async () => { const began = performance.now(); ${act}; await ${painted}; return performance.now() - began; })()`;
}

async function visit(browser: Browser, file: string): Promise<Timed> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`file://${file}`, { waitUntil: 'load' });
  await page.locator('html[data-ready]').waitFor();
  const interactive = await page.evaluate<number>('performance.now()');
  const typed =
    'const field = document.getElementById("search"); field.value = "worker-3"; field.dispatchEvent(new Event("input"))';
  const search = await page.evaluate<number>(timed(typed));
  await page.evaluate(
    'document.getElementById("search").value = ""; document.getElementById("search").dispatchEvent(new Event("input"))',
  );
  const sort = await page.evaluate<number>(timed('document.querySelector("#fleet th:nth-child(4) button").click()'));
  const nodes = await page.evaluate<number>('document.querySelectorAll("*").length');
  await page.close();
  return { interactive, search, sort, nodes };
}

function middle(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
