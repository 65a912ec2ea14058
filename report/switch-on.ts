import { type Content, html, type Markup } from './html.ts';
import type { ReportRun } from './report-data.ts';

/** How to go from reading this page to having it done, smallest step first. */
export function switchOn(run: ReportRun): Markup {
  return html`<section id="switch-on"><h2>How to switch it on</h2><ol class="steps">${steps(run).map((step) => html`<li>${step}`)}</ol></section>`;
}

function steps({ mode }: ReportRun): readonly Content[] {
  const read = html`Go through the cases above with their owners. Where one was honest, say so with an end date: <code>rescind exempt CREDENTIAL --owner NAME --reason "why" --until 2027-01-31</code>`;
  if (mode === 'enforce') {
    return [
      read,
      html`Undo whatever was wrong: <code>rescind status</code> lists what stands, <code>rescind restore OUTCOME_ID</code> takes one step back.`,
    ];
  }
  return [
    read,
    html`Let it watch live, still touching nothing: <code>npm run deploy</code>. The first week tells more than any past month.`,
    html`Switch on one account first, in <code>rescind.policy.json</code>: <code>{ "mode": "enforce", "enforceIn": ["111122223333"] }</code>, and try it on the past: <code>rescind policy check rescind.policy.json</code>`,
    html`Everything it does can be taken back: <code>rescind restore OUTCOME_ID</code>`,
  ];
}
