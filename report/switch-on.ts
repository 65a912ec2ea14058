import { type Content, html, type Markup } from './html.ts';
import type { ReportRun } from './report-data.ts';

/** How to go from reading this page to having it done, smallest step first. */
export function switchOn(run: ReportRun): Markup {
  return html`<section id="switch-on"><h2>How to switch it on</h2><ol class="steps">${steps(run).map((step) => html`<li>${step}`)}</ol></section>`;
}

function steps({ mode }: ReportRun): readonly Content[] {
  const read = html`Go through the cases above with their owners. If one was honest, exempt it with an end date in <code>exemptions.json</code> of the context folder: <code>[{ "credential": "AKIA…", "owner": "team", "reason": "why", "scope": "all", "until": "2027-01-31T00:00:00Z" }]</code>`;
  if (mode === 'enforce') {
    return [read, html`Every outcome records exactly how to undo it; each case above names its outcomes.`];
  }
  return [
    read,
    html`Replay the coming days, too; nothing is changed yet: <code>rescind replay PATH --context DIR --since 2027-01-01</code>. A second month says more than the first.`,
    html`Switch on one account first, in <code>rescind.policy.json</code>: <code>{ "mode": "enforce", "enforceIn": ["111122223333"] }</code>, and try it on the past: <code>rescind policy check rescind.policy.json</code>`,
    html`Every step can be undone exactly: how is saved before the step is taken.`,
  ];
}
