import { contains } from './cases.ts';
import { html, type Markup } from './html.ts';
import type { Listing, ListingRow } from './listing.ts';
import type { Decision, ReportData, ReportRun } from './report-data.ts';
import { scoreBar } from './score-bar.ts';
import { anchorOf, clockTime, counted, deed, shortId } from './words.ts';

export function decisionList({ decisions, run }: ReportData): Listing {
  return {
    id: 'decisions',
    caption: `${counted(decisions.length, 'decision')}, in the order of their causes (UTC)`,
    columns: ['When', 'Credential', 'What', 'Score', 'Why'].map((name) => ({ name, sorted: name !== 'Why' })),
    rows: decisions.map((decision) => decisionRow(decision, run)),
  };
}

function decisionRow(decision: Decision, run: ReportRun): ListingRow {
  const { id, at, credential, owner, action, score, reason, principal, accountId, kind } = decision;
  return {
    html: html`<tr><td class="time">${clockTime(at)}<td>${openLink(credential)}<br><span class="quiet">${owner ?? 'no owner'}</span><td>${chip(decision)}<td class="score-cell"><b>${Math.round(score)}</b>${scoreBar(decision, run.thresholds)}<td class="why">${reason}${heldBack(decision)}`,
    text: [id, credential, principal, owner ?? '', reason].join('\n'),
    keys: [at, credential, action, score, 0],
    tokens: [`action:${action}`, `account:${accountId}`, `kind:${kind}`],
  };
}

/** The masked id; the whole one shows on hover and in the case. */
export function openLink(id: string): Markup {
  return html`<a class="open" href="#${anchorOf(id)}" title="${id}">${shortId(id)}</a>`;
}

export function chip(decision: Decision, words: string = deed(decision)): Markup {
  const tone = contains(decision.action) ? 'contain' : decision.action === 'rotate' ? 'rotate' : 'tell';
  return html`<span class="chip ${tone}">${words}</span>`;
}

export function heldBack({ heldBack: why }: Decision): Markup | null {
  return why === null ? null : html` <span class="quiet">Held back: ${why}</span>`;
}
