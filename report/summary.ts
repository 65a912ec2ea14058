import { type Case, contains } from './cases.ts';
import { sum, unseen } from './coverage.ts';
import { chip, openLink } from './decision-list.ts';
import { disturbance, refusedHonestUses } from './disturbance.ts';
import { html, type Markup } from './html.ts';
import type { ReportData } from './report-data.ts';
import { clockTime, count, counted, date, listed } from './words.ts';

const mostCaught = 5;

/** The one screen that has to be enough. */
export function summary(data: ReportData, cases: readonly Case[]): Markup {
  const contained = cases.filter(({ gravest }) => contains(gravest.action));
  return html`<section id="summary" aria-labelledby="headline"><p class="quiet">${span(data)}</p>
<h1 id="headline">${headline(data, cases.length, contained.length)}</h1>
${figures(data, cases, contained)}
<div class="columns wide"><div><h2>What was caught</h2>${caught(contained)}</div>
<div><h2>${data.run.mode === 'observe' ? 'Who would be disturbed' : 'Who was disturbed'}</h2>${disturbance(contained, cases, data.run.mode)}
<h2>What we cannot see</h2>${blind(data)}
<h2>Next step</h2><p>${nextStep(data, cases.length)}</p></div></div></section>`;
}

function span({ run }: ReportData): string {
  const mode = run.mode === 'observe' ? 'nothing was changed' : 'enforce mode';
  return `${date(run.from)} to ${date(run.to)}, times in UTC · ${listed(run.inputs, 2)} · policy ${run.policyVersion} · ${mode}`;
}

function headline({ run, credentials }: ReportData, cases: number, contained: number): Markup {
  // A sweep judges what stands, and no use: there was nothing to contain.
  if (run.records.read === 0)
    return html`Of ${counted(credentials.length, 'credential')}, <em>${count(cases)}</em> ${cases === 1 ? 'needs' : 'need'} an answer from the owner.`;
  const verb = run.mode === 'observe' ? 'would have contained' : 'contained';
  if (contained === 0) return html`Rescind ${verb} none of ${counted(credentials.length, 'credential')}.`;
  return html`Rescind ${verb} <em>${count(contained)}</em> of ${counted(credentials.length, 'credential')}.`;
}

function figures({ run, credentials }: ReportData, cases: readonly Case[], contained: readonly Case[]): Markup {
  const would = run.mode === 'observe' ? 'would be ' : '';
  const costly = contained.filter((found) => refusedHonestUses(found) > 0).length;
  const figure = (n: number, words: string) => html`<li><b>${count(n)}</b>${words}`;
  return html`<ul class="figures">${figure(run.records.scored, 'uses judged')}${figure(credentials.length, 'credentials')}${figure(contained.length, `${would}contained`)}${figure(costly, run.mode === 'observe' ? 'of them would stop usual work' : 'of them stopped usual work')}${figure(cases.length - contained.length, `${would}only reported`)}${figure(sum(run.records.rejected), 'records not understood')}</ul>`;
}

function caught(contained: readonly Case[]): Markup {
  if (contained.length === 0) return html`<p>Nothing had to be stopped.</p>`;
  const more = contained.length - mostCaught;
  return html`<ol class="caught">${contained
    .slice(0, mostCaught)
    .map(
      ({ credential, gravest }) =>
        html`<li><p>${chip(gravest)} ${openLink(credential.id)} <span class="quiet time">${clockTime(gravest.at)}</span></p><p>${gravest.reason}</p>`,
    )}</ol>${more > 0 ? html`<p><a href="#cases">and ${count(more)} more</a></p>` : null}`;
}

function blind(data: ReportData): Markup {
  const sentences = unseen(data);
  const shown = sentences.slice(0, 3);
  return html`<ul class="sentences">${shown.map((sentence) => html`<li>${sentence}`)}${sentences.length > shown.length ? html`<li><a href="#coverage">${count(sentences.length - shown.length)} more</a>` : null}</ul>`;
}

function nextStep({ run }: ReportData, cases: number): Markup {
  if (run.mode === 'enforce')
    return html`Go through the cases below with their owners; <a href="#switch-on">what was wrong can be undone</a>.`;
  const read = cases === 0 ? null : html`Show the ${counted(cases, 'case')} to their owners, then`;
  return html`${read ?? 'Nothing to show yet:'} replay the coming days with <code>rescind replay</code>. It changes nothing until you <a href="#switch-on">switch it on</a>.`;
}
