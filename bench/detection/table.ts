import { stdout } from 'node:process';
import { type Estimate, estimate } from './bounds.ts';

/** Prints a table in Markdown. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  stdout.write(`\n${line(head)}${line(head.map(() => '---'))}${rows.map(line).join('')}`);
}

/** `51 (85 %)` */
export function share(count: number, of: number): string {
  return of === 0 ? '–' : `${count} (${Math.round((100 * count) / of)} %)`;
}

/** `51 of 60, 85 % (74–92)` with the 95 % interval. */
export function shareWithin(count: number, of: number): string {
  if (of === 0) return '–';
  const { low, high } = estimate(count, of);
  const percent = (part: number) => Math.round(100 * part);
  return `${count} of ${of}, ${percent(count / of)} % (${percent(low)}–${percent(high)})`;
}

/** `2: 1.4 (0.4–5.0)`: how many, and how many in ten thousand trials with the 95 % interval. */
export function perTenThousand(hits: number, trials: number): string {
  const { low, high }: Estimate = estimate(hits, trials);
  const scaled = (part: number) => (part * 1e4).toFixed(1);
  return `${hits}: ${scaled(hits / trials)} (${scaled(low)}–${scaled(high)})`;
}
