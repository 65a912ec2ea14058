import { html, type Markup } from './html.ts';
import type { Decision, ReportCredential, ReportRun } from './report-data.ts';
import { counted, dayOf, shortDay } from './words.ts';

export interface Calendar {
  readonly firstDay: number;
  readonly days: number;
}

export function calendarOf(run: ReportRun): Calendar {
  const firstDay = dayOf(run.from);
  return { firstDay, days: Math.max(1, dayOf(run.to) - firstDay + 1) };
}

/** 0 calm, 1 noticed, 2 from `notify`, 3 from `contain`, 4 from `disable`. */
export function heatOf(score: number, thresholds: ReportRun['thresholds']): number {
  const steps = [thresholds.notify / 2, thresholds.notify, thresholds.contain, thresholds.disable];
  return steps.filter((step) => score >= step).length;
}

/** One credential's days as a strip: one path per heat, so that 5,000 strips stay light; a mark under each decision. */
export function heatStrip(credential: ReportCredential, decisions: readonly Decision[], run: ReportRun): Markup {
  const { firstDay, days } = calendarOf(run);
  const cells = Map.groupBy(credential.days, ({ maxScore }) => heatOf(maxScore, run.thresholds));
  const paths = [...cells].map(
    ([heat, of]) =>
      html`<path class="h${heat}" d="${of.map(({ day }) => `M${day - firstDay} 0h.86v8h-.86`).join('')}"/>`,
  );
  const marks = new Set(decisions.map(({ at }) => dayOf(at) - firstDay).filter((day) => day >= 0 && day < days));
  const marked =
    marks.size === 0
      ? null
      : html`<path class="decided" d="${[...marks].map((day) => `M${day} 9h.86v2h-.86`).join('')}"/>`;
  return html`<svg class="heat" viewBox="0 0 ${days} 11" preserveAspectRatio="none" role="img" aria-label="${spoken(credential, days)}">${paths}${marked}</svg>`;
}

function spoken({ days }: ReportCredential, all: number): string {
  const used = daysUsed(days);
  const use = used === 0 ? 'not used' : `used on ${used} of ${counted(all, 'day')}`;
  const [first] = days;
  if (first === undefined) return use;
  const worst = days.reduce((best, next) => (next.maxScore > best.maxScore ? next : best), first);
  return `${use}, highest score ${Math.round(worst.maxScore)} on ${shortDay(worst.day)}`;
}

/** Of days on which it was used or spoken of. */
export function daysUsed(days: ReportCredential['days']): number {
  return days.filter(({ uses }) => uses > 0).length;
}
