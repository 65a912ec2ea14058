import { ageingCurve, idleDays } from './ageing-curve.ts';
import { openLink } from './decision-list.ts';
import { html, type Markup } from './html.ts';
import type { ReportCredential, ReportData, ReportRun } from './report-data.ts';
import { counted, listed } from './words.ts';

const mostBars = 12;

/** What the credentials are, whoever uses them: how long idle, and what they could do in the wrong hands. */
export function standing({ credentials, run }: ReportData): Markup {
  return html`<section id="standing"><h2>Standing</h2>
<h3>How long they have been idle</h3>${ageingCurve(credentials, run)}
<h3>What they could do in the wrong hands</h3>${blastRadius(credentials, run)}</section>`;
}

function blastRadius(credentials: readonly ReportCredential[], run: ReportRun): Markup {
  const known = credentials.filter(({ blastRadius: blast }) => blast !== null);
  if (known.length === 0) return html`<p class="quiet">Unknown: no permissions were among the inputs.</p>`;
  const widest = known.toSorted((a, b) => share(b) - share(a)).slice(0, mostBars);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Blast radius"><table class="blast"><caption class="quiet">The ${widest.length} widest of ${counted(known.length, 'credential')} whose permissions are known</caption>
<thead><tr><th scope="col">Credential<th scope="col">Blast radius<th scope="col">Could<th scope="col">Idle</thead>
<tbody>${widest.map((credential) => blastRow(credential, run))}</tbody></table></div>`;
}

function blastRow(credential: ReportCredential, run: ReportRun): Markup {
  const percent = Math.round(share(credential) * 100);
  const idle = idleDays(credential, run);
  return html`<tr><td>${openLink(credential.id)}<br><span class="quiet">${credential.owner ?? 'no owner'}</span><td class="score-cell"><b>${percent} %</b><svg class="score" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" y="1" width="100" height="6"/><rect class="fill" y="1" width="${percent}" height="6"/></svg><td>${listed(credential.blastRadius?.capabilities ?? [], 4) || 'nothing important'}<td class="time">${idle === null ? 'unknown' : counted(idle, 'day')}`;
}

function share({ blastRadius: blast }: ReportCredential): number {
  return blast?.share ?? 0;
}
