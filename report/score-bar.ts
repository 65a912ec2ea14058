import { contributionsOf } from './contributions.ts';
import { html, type Markup } from './html.ts';
import type { Decision, ReportRun } from './report-data.ts';

const groups = ['context', 'origin', 'client', 'scope', 'action', 'volume', 'lifecycle', 'identity', 'standing'];

/** The class that colours a group; groups that this page does not know share one colour. */
export function groupClass(group: string): string {
  const index = groups.indexOf(group);
  return index < 0 ? 'g-other' : `g${index}`;
}

/** The score as stacked contributions on a scale of 0 to 100, with the thresholds as ticks. */
export function scoreBar(decision: Decision, thresholds: ReportRun['thresholds']): Markup {
  const label = `Score ${Math.round(decision.score)} of 100: ${contributionsOf(decision)
    .map(({ group, points }) => `${group} ${Math.round(points)}`)
    .join(', ')}`;
  const ticks = [thresholds.notify, thresholds.contain, thresholds.disable];
  return html`<svg class="score" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${label}"><rect class="rail" y="1" width="100" height="6"/>${segments(decision)}${ticks.map((at) => html`<path class="tick" d="M${at} 0v8"/>`)}</svg>`;
}

function segments(decision: Decision): readonly Markup[] {
  const contributions = contributionsOf(decision);
  const total = contributions.reduce((sum, { points }) => sum + points, 0);
  const scale = total > 0 ? Math.min(1, decision.score / total) : 0;
  let from = 0;
  return contributions.map(({ group, points }) => {
    const width = points * scale;
    const bar = html`<rect class="${groupClass(group)}" x="${round(from)}" y="1" width="${round(width)}" height="6"/>`;
    from += width;
    return bar;
  });
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
