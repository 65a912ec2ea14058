import { html, type Markup } from './html.ts';
import type { ReportData, ReportRun } from './report-data.ts';
import { count, counted } from './words.ts';

/** What the page cannot know: said as plainly as what it knows. */
export function coverage(data: ReportData): Markup {
  const { run } = data;
  return html`<section id="coverage"><h2>What we cannot see</h2>
<ul class="sentences">${unseen(data).map((sentence) => html`<li>${sentence}`)}</ul>
${trust(run)}
<div class="columns">
${tally('Records ignored, by reason', run.records.ignored)}
${tally('Records not understood, by reason', run.records.rejected)}
${unreadable(run)}
</div></section>`;
}

/** What the days on record prove of the judge itself. */
function trust(run: ReportRun): Markup | null {
  if (run.trust.length === 0) return null;
  return html`<h3>How often it is wrong</h3><ul class="sentences">${run.trust.map((sentence) => html`<li>${sentence}`)}</ul>`;
}

/** The blind spots in sentences, those of this very run first. */
export function unseen({ run, credentials }: ReportData): readonly string[] {
  const without = (what: string, n: number) =>
    n === 0 ? [] : [`${count(n)} of ${counted(credentials.length, 'credential')} ${what}.`];
  const rejected = sum(run.records.rejected);
  return [
    ...(run.files.unreadable.length === 0
      ? []
      : [`${counted(filesNotWhole(run.files), 'file')} could not be read whole.`]),
    ...(rejected === 0 ? [] : [`${counted(rejected, 'record')} could not be understood.`]),
    ...without('have no owner: nobody would be told', credentials.filter(({ owner }) => owner === null).length),
    ...without(
      'have no declaration: only their habits are known',
      credentials.filter(({ expectation }) => expectation.length === 0).length,
    ),
    ...without('have unknown permissions', credentials.filter(({ blastRadius }) => blastRadius === null).length),
    ...run.blindSpots,
  ];
}

export function sum(tallies: Readonly<Record<string, number>>): number {
  return Object.values(tallies).reduce((total, n) => total + n, 0);
}

function tally(title: string, tallies: Readonly<Record<string, number>>): Markup {
  const reasons = Object.entries(tallies).toSorted((a, b) => b[1] - a[1]);
  return html`<div><h3>${title}</h3>${reasons.length === 0 ? html`<p class="quiet">None.</p>` : html`<table><tbody>${reasons.map(([reason, n]) => html`<tr><th scope="row">${reason}<td class="number">${count(n)}`)}</tbody></table>`}</div>`;
}

/** There may be more than one thing to say of a file. */
export function filesNotWhole({ unreadable }: Pick<ReportRun['files'], 'unreadable'>): number {
  return new Set(unreadable.map(({ path }) => path)).size;
}

function unreadable({ files }: ReportRun): Markup {
  return html`<div><h3>Files</h3><p>${count(files.read)} read, ${count(files.skipped)} skipped, ${count(filesNotWhole(files))} not read whole.</p>${files.unreadable.length === 0 ? null : html`<table><tbody>${files.unreadable.map(({ path, reason }) => html`<tr><th scope="row">${path}<td>${reason}`)}</tbody></table>`}</div>`;
}
