import { type Calendar, calendarOf, daysUsed, heatOf } from './heat-strip.ts';
import { html, type Markup } from './html.ts';
import type { CredentialDay, Decision, ReportCredential, ReportRun } from './report-data.ts';
import { counted, dayOf, shortDay } from './words.ts';

const gutter = 170;
const plotWidth = 560;
const scoreHeight = 56;
const laneHeight = 18;
const top = 18;
const mostLanes = 9;

interface Lane {
  readonly network: string;
  readonly expected: boolean;
}

interface Plot extends Calendar {
  readonly lanes: readonly Lane[];
  readonly bottom: number;
}

/**
 * One credential's days: its highest scores above, the networks it came from below.
 * The tinted band is the expected context; what lies outside the band is marked.
 */
export function timeline(credential: ReportCredential, decisions: readonly Decision[], run: ReportRun): Markup {
  const lanes = lanesOf(credential);
  const bottom = top + scoreHeight + 8 + lanes.length * laneHeight;
  const plot: Plot = { ...calendarOf(run), lanes, bottom };
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Timeline of ${credential.id}"><svg class="timeline" viewBox="0 0 ${gutter + plotWidth + 10} ${bottom + 26}" role="img" aria-label="${spoken(credential, lanes)}">${band(plot)}${laneLabels(plot)}${scores(credential, plot, run)}${dots(credential, plot)}${deeds(decisions, plot)}${axis(plot)}</svg></div>`;
}

function lanesOf(credential: ReportCredential): readonly Lane[] {
  const uses = new Map<string, number>(credential.establishedNetworks.map((id) => [id, 0]));
  for (const { networks } of credential.days) {
    for (const { id, uses: more } of networks) uses.set(id, (uses.get(id) ?? 0) + more);
  }
  const established = new Set(credential.establishedNetworks);
  const lanes = [...uses]
    .toSorted((a, b) => b[1] - a[1])
    .map(([network]) => ({ network, expected: established.has(network) }));
  const inside = lanes.filter(({ expected }) => expected);
  const outside = lanes.filter(({ expected }) => !expected);
  // Outliers are what a person came for: they keep their lanes, the busiest of the expected ones fill the rest.
  const shownOutside = outside.slice(0, mostLanes - Math.min(inside.length, 3));
  return [...inside.slice(0, mostLanes - shownOutside.length), ...shownOutside];
}

function band({ lanes }: Plot): Markup | null {
  const expected = lanes.filter((lane) => lane.expected).length;
  if (expected === 0) return null;
  return html`<rect class="band" x="0" y="${laneTop(0)}" width="${gutter + plotWidth}" height="${expected * laneHeight}" rx="3"/>`;
}

function laneLabels({ lanes }: Plot): readonly Markup[] {
  return lanes.map(({ network, expected }, index) => {
    const name = network.length > 24 ? `${network.slice(0, 23)}…` : network;
    return html`<text class="${expected ? 'lane' : 'lane out'}" x="8" y="${laneTop(index) + 13}">${name}<title>${network}</title></text>`;
  });
}

function scores(credential: ReportCredential, plot: Plot, run: ReportRun): Markup {
  const base = top + scoreHeight;
  const y = (score: number) => round(base - (score / 100) * scoreHeight);
  const width = round((plotWidth / plot.days) * 0.8);
  const heats = Map.groupBy(
    credential.days.filter(({ maxScore }) => maxScore > 0),
    ({ maxScore }) => Math.max(1, heatOf(maxScore, run.thresholds)),
  );
  const bar = ({ day, maxScore }: CredentialDay) => `M${x(day, plot)} ${base}V${y(maxScore)}h${width}V${base}z`;
  const bars = [...heats].map(([heat, days]) => html`<path class="h${heat}" d="${days.map(bar).join('')}"/>`);
  const steps = [run.thresholds.notify, run.thresholds.contain, run.thresholds.disable];
  const lines = html`<path class="step" d="${steps.map((step) => `M${gutter} ${y(step)}h${plotWidth}`).join('')}"/>`;
  return html`<text class="lane" x="8" y="${base - scoreHeight / 2 + 4}">highest score</text>${lines}<path class="base" d="M${gutter} ${base}h${plotWidth}"/>${bars}`;
}

function dots(credential: ReportCredential, plot: Plot): readonly Markup[] {
  return plot.lanes.flatMap(({ network, expected }, index) => {
    const y = laneTop(index) + laneHeight / 2;
    const sizes = Map.groupBy(usesOn(credential, network), ({ uses }) =>
      Math.min(7, 2 + Math.floor(Math.log10(uses) * 2)),
    );
    const path = (days: readonly { day: number }[]) => days.map(({ day }) => `M${middle(day, plot)} ${y}h0`).join('');
    return [...sizes].map(
      ([size, days]) =>
        html`<path class="${expected ? 'dot' : 'dot out'}" stroke-width="${size + (expected ? 0 : 2)}" d="${path(days)}"/>`,
    );
  });
}

function usesOn({ days }: ReportCredential, network: string): readonly { day: number; uses: number }[] {
  return days.flatMap(({ day, networks }) =>
    networks.filter(({ id, uses }) => id === network && uses > 0).map(({ uses }) => ({ day, uses })),
  );
}

function deeds(decisions: readonly Decision[], plot: Plot): readonly Markup[] {
  const byDay = Map.groupBy(decisions, ({ at }) => dayOf(at));
  return [...byDay]
    .filter(([day]) => day >= plot.firstDay && day < plot.firstDay + plot.days)
    .map(([day, of]) => {
      const late = day - plot.firstDay > plot.days * 0.7;
      const names = [...new Set(of.map(({ action }) => action))].join(', ');
      const at = middle(day, plot);
      return html`<path class="deed" d="M${at} ${top - 4}V${plot.bottom}"/><text class="deed-name" x="${late ? at - 5 : at + 5}" y="${top - 5}" text-anchor="${late ? 'end' : 'start'}">${names}</text>`;
    });
}

function axis(plot: Plot): readonly Markup[] {
  const every = Math.max(1, Math.ceil(plot.days / 6));
  const days = Array.from({ length: Math.ceil(plot.days / every) }, (_, index) => plot.firstDay + index * every);
  return days.map(
    (day) =>
      html`<text class="axis" x="${middle(day, plot)}" y="${plot.bottom + 18}" text-anchor="middle">${shortDay(day)}</text>`,
  );
}

function spoken(credential: ReportCredential, lanes: readonly Lane[]): string {
  const used = daysUsed(credential.days);
  if (used === 0) return 'Not used';
  const outside = lanes.filter(({ expected }) => !expected).map(({ network }) => network);
  const where =
    outside.length === 0
      ? 'all uses came from expected networks'
      : `uses from outside the expected context: ${outside.join(', ')}`;
  return `Used on ${counted(used, 'day')}; ${where}`;
}

function laneTop(index: number): number {
  return top + scoreHeight + 8 + index * laneHeight;
}

function x(day: number, { firstDay, days }: Calendar): number {
  return round(gutter + ((day - firstDay) / days) * plotWidth);
}

function middle(day: number, plot: Calendar): number {
  return round(x(day, plot) + (plotWidth / plot.days) * 0.4);
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
