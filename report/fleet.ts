import { type Case, worstOf } from './cases.ts';
import { chip, openLink } from './decision-list.ts';
import { calendarOf, heatStrip } from './heat-strip.ts';
import { html, type Markup } from './html.ts';
import type { Listing, ListingRow } from './listing.ts';
import type { ReportCredential, ReportRun } from './report-data.ts';
import { count, counted, date, shortDay } from './words.ts';

/** Each credential that is shown against every day. */
export function fleet(run: ReportRun, shown: readonly ReportCredential[], cases: readonly Case[]): Listing {
  const caseOf = new Map(cases.map((found) => [found.credential.id, found]));
  return {
    id: 'fleet',
    caption: `${counted(shown.length, 'credential')} by day`,
    columns: [
      { name: 'Credential', sorted: true },
      { name: days(run), sorted: false },
      { name: 'Highest', sorted: true, numeric: true },
      { name: 'Uses', sorted: true, numeric: true },
      { name: 'Last used', sorted: true },
      { name: 'Blast radius', sorted: true, numeric: true },
    ],
    rows: shown.map((credential) => fleetRow(credential, caseOf.get(credential.id) ?? null, run)),
  };
}

function fleetRow(credential: ReportCredential, found: Case | null, run: ReportRun): ListingRow {
  const { id, owner, purpose, principal, accountId, kind, blastRadius, lastUsedAt } = credential;
  const uses = credential.days.reduce((sum, day) => sum + day.uses, 0);
  const blast = blastRadius === null ? null : Math.round(blastRadius.share * 100);
  return {
    html: html`<tr><td>${openLink(id)} <span class="quiet">${owner ?? 'no owner'}</span>${found === null ? null : html` ${chip(found.gravest, found.gravest.action)}`}<td class="heat-cell">${heatStrip(credential, found?.decisions ?? [], run)}<td class="number">${Math.round(worstOf(credential))}<td class="number">${count(uses)}<td class="time">${lastUsedAt === null ? 'never seen' : date(lastUsedAt)}<td class="number">${blast === null ? html`<span class="quiet">unknown</span>` : `${blast} %`}`,
    text: [id, principal, owner ?? '', purpose ?? '', kind].join('\n'),
    keys: [id, 0, worstOf(credential), uses, lastUsedAt ?? 0, blast ?? -1],
    tokens: [
      ...new Set(found?.decisions.map(({ action }) => `action:${action}`) ?? []),
      `account:${accountId}`,
      `kind:${kind}`,
    ],
  };
}

function days(run: ReportRun): Markup {
  const { firstDay, days: all } = calendarOf(run);
  return html`<span class="ends"><span>${shortDay(firstDay)}</span><span>${shortDay(firstDay + all - 1)}</span></span>`;
}

/** What the colours of the strips mean. */
export function heatLegend(run: ReportRun): Markup {
  const { notify, contain, disable } = run.thresholds;
  const words = [
    'calm',
    `from ${notify / 2}`,
    `from ${notify}: owner told`,
    `from ${contain}: may be contained`,
    `from ${disable}: may be disabled`,
  ];
  return html`<ul class="legend quiet">${words.map((word, heat) => html`<li><svg class="swatch" viewBox="0 0 1 1" aria-hidden="true"><rect class="h${heat}" width="1" height="1"/></svg>${word}`)}<li>blank: not used<li>dash below: a decision</ul>`;
}
