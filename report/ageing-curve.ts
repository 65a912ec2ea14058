import { html, type Markup } from './html.ts';
import type { ReportCredential, ReportRun } from './report-data.ts';
import { count, counted } from './words.ts';

const width = 560;
const height = 190;
const left = 44;
const top = 28;
const base = 160;
const dayLength = 86_400_000;

/** How many credentials have been idle for at least so many days: the tail that nobody would miss. */
export function ageingCurve(credentials: readonly ReportCredential[], run: ReportRun): Markup {
  const known = credentials.map((credential) => idleDays(credential, run)).filter((days) => days !== null);
  const idle = known.filter((days) => days > 0);
  if (idle.length === 0)
    return html`<p>None that is known to be idle: ${count(known.length)} were used within the last day.</p>`;
  const longest = Math.max(run.staleDays * 2, ...idle);
  const stale = idle.filter((days) => days >= run.staleDays).length;
  const x = (days: number) => Math.round(left + (days / longest) * (width - left - 10));
  const y = (n: number) => Math.round(base - (n / idle.length) * (base - top));
  const curve = stepsOf(idle)
    .map(([days, left]) => `H${x(days)}V${y(left)}`)
    .join('');
  return html`<figure><div class="scroll" tabindex="0" role="group" aria-label="Ageing curve"><svg class="curve" viewBox="0 0 ${width} ${height}" role="img" aria-label="${counted(stale, 'credential')} idle for ${run.staleDays} days or more">
<path class="area" d="M${left} ${base}V${y(idle.length)}${curve}H${x(longest)}V${base}z"/><path class="line" d="M${left} ${y(idle.length)}${curve}H${x(longest)}"/>
<path class="base" d="M${left} ${base}H${width - 10}"/><path class="deed" d="M${x(run.staleDays)} 8V${base}"/>
<text class="deed-name" x="${x(run.staleDays) + 6}" y="18">stale from ${run.staleDays} days: ${count(stale)}</text>
<text class="axis" x="${left - 6}" y="${y(idle.length) + 4}" text-anchor="end">${count(idle.length)}</text><text class="axis" x="${left - 6}" y="${base + 4}" text-anchor="end">0</text>
${ticksUpTo(longest).map((days) => html`<text class="axis" x="${x(days)}" y="${base + 18}" text-anchor="middle">${days}</text>`)}
</svg></div><figcaption class="quiet">Credentials still idle after so many days. Left out: ${count(known.length - idle.length)} used within the last day, ${count(credentials.length - known.length)} of unknown age.</figcaption></figure>`;
}

export function idleDays({ lastUsedAt, createdAt }: ReportCredential, run: ReportRun): number | null {
  const since = lastUsedAt ?? createdAt;
  return since === null ? null : Math.max(0, Math.floor((run.at - since) / dayLength));
}

/** Whole months, six at most. */
function ticksUpTo(longest: number): readonly number[] {
  const step = Math.ceil(longest / 6 / 30) * 30;
  return Array.from({ length: Math.floor(longest / step) + 1 }, (_, index) => index * step);
}

/** Where the curve falls: [days, how many are left after them]. */
function stepsOf(idle: readonly number[]): readonly (readonly [number, number])[] {
  const perDay = [...Map.groupBy(idle, (days) => days)].toSorted(([a], [b]) => a - b);
  let rest = idle.length;
  return perDay.map(([days, of]) => {
    rest -= of.length;
    return [days, rest] as const;
  });
}
