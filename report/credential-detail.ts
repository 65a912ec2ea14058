import { gravestOf } from './cases.ts';
import { contributionsOf } from './contributions.ts';
import { chip, heldBack } from './decision-list.ts';
import { html, type Markup } from './html.ts';
import type { Decision, ReportCredential, ReportRun, TakenAction } from './report-data.ts';
import { groupClass, scoreBar } from './score-bar.ts';
import { timeline } from './timeline.ts';
import { anchorOf, clockTime, count, date, doneWord, listed, shortDay, shortId } from './words.ts';

/**
 * Everything about one credential, folded. The fragment's target lies inside, so that a browser unfolds it
 * for a deep link even without a script.
 */
export function credentialDetail(credential: ReportCredential, decisions: readonly Decision[], run: ReportRun): Markup {
  const gravest = gravestOf(decisions);
  return html`<details class="case"><summary><b>${shortId(credential.id)}</b> <span class="quiet">${credential.owner ?? 'no owner'}</span> ${gravest === null ? null : chip(gravest)}<span class="gist">${gravest?.reason ?? null}</span></summary>
<article id="${anchorOf(credential.id)}" aria-label="${credential.id}">
${facts(credential)}
${timeline(credential, decisions, run)}
<p class="legend quiet">Tinted band: expected networks. Red: from anywhere else; the larger, the more uses. Dashed line: a decision.</p>
${decisions.map((decision) => decisionCard(decision, run))}
${takenActions(credential.actions ?? [])}
${decisions.length > 0 ? dayTable(credential) : null}
</article></details>`;
}

function facts(credential: ReportCredential): Markup {
  const { blastRadius, createdAt, lastUsedAt } = credential;
  const rows: readonly (readonly [string, Markup | string | null])[] = [
    ['Credential', html`<code>${credential.id}</code> (${credential.kind})`],
    ['Principal', html`<code>${credential.principal}</code>`],
    ['Account', credential.accountId],
    ['Owner', credential.owner ?? 'unknown'],
    ['Purpose', credential.purpose ?? 'not declared'],
    ['Declared', credential.expectation.length === 0 ? 'nothing' : credential.expectation.join('; ')],
    [
      'Established networks',
      credential.establishedNetworks.length === 0 ? 'none yet' : listed(credential.establishedNetworks, 6),
    ],
    [
      'Blast radius',
      blastRadius === null
        ? 'unknown: its permissions were not among the inputs'
        : `${Math.round(blastRadius.share * 100)} %: ${listed(blastRadius.capabilities, 6) || 'nothing important'}`,
    ],
    ['Created', createdAt === null ? 'unknown' : date(createdAt)],
    ['Last used', lastUsedAt === null ? 'never seen' : clockTime(lastUsedAt)],
  ];
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function decisionCard(decision: Decision, run: ReportRun): Markup {
  return html`<section class="card"><h3>${chip(decision)} <span class="quiet">${clockTime(decision.at)} · ${decision.verdict}</span></h3>
<p>${decision.reason}${heldBack(decision)}</p>
<div class="sum"><b>${Math.round(decision.score)}</b>${scoreBar(decision, run.thresholds)}</div>
<ul class="evidence">${contributionsOf(decision).map(
    ({ group, points, signal, echoes }) =>
      html`<li><svg class="swatch" viewBox="0 0 1 1" aria-hidden="true"><rect class="${groupClass(group)}" width="1" height="1"/></svg><b>+${Math.round(points)}</b> ${signal.evidence} <span class="quiet">${group}, ${signal.id}</span>${echoes.map((echo) => html`<br><span class="quiet">Same cause, not added: ${echo.evidence} (${echo.id})</span>`)}`,
  )}</ul>
<p class="quiet">${undoLine(decision)} <code>rescind explain ${decision.id}</code></p></section>`;
}

function undoLine({ mode, action, reversible, expiresAt }: Decision): string {
  const undo = reversible ? 'It can be undone as one step.' : action === 'notify' ? '' : 'It cannot be undone.';
  const end = expiresAt === null ? '' : ` It ends by itself on ${date(expiresAt)}.`;
  return `${mode === 'observe' ? 'Nothing was changed. ' : ''}${undo}${end}`;
}

function takenActions(actions: readonly TakenAction[]): Markup | null {
  if (actions.length === 0) return null;
  return html`<ul class="taken">${actions.map(
    ({ action, at, undoneAt, outcomeId }) =>
      html`<li>${clockTime(at)} ${doneWord(action)}${undoneAt === null ? html`; outcome ${outcomeId} records how to undo it` : `, undone ${clockTime(undoneAt)}`}`,
  )}</ul>`;
}

function dayTable({ days }: ReportCredential): Markup | null {
  if (days.length === 0) return null;
  return html`<details class="numbers"><summary>The same as a table</summary><div class="scroll" tabindex="0" role="group" aria-label="Days as a table"><table><thead><tr><th scope="col">Day<th scope="col">Uses<th scope="col">Highest<th scope="col">Denied<th scope="col">Networks</thead><tbody>${days.map(
    ({ day, uses, maxScore, denied, networks }) =>
      html`<tr><td>${shortDay(day)}<td>${count(uses)}<td>${Math.round(maxScore)}<td>${count(denied)}<td>${networks.map(({ id, uses: from }) => `${id} ${from}`).join(', ')}`,
  )}</tbody></table></div></details>`;
}
