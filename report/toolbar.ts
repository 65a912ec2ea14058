import { html, type Markup } from './html.ts';
import type { ReportData } from './report-data.ts';

/** Search and filters for both tables. Hidden until the script, which they need, has woken up. */
export function toolbar({ decisions, credentials }: ReportData): Markup {
  const accounts = new Set([...decisions, ...credentials].map(({ accountId }) => accountId));
  const kinds = new Set([...decisions, ...credentials].map(({ kind }) => kind));
  const actions = new Set(decisions.map(({ action }) => action));
  return html`<form class="toolbar" id="toolbar" role="search" aria-label="Search and filter both tables" hidden>
<input type="search" id="search" aria-label="Search credentials, owners and reasons" placeholder="Search credentials, owners, reasons" autocomplete="off" spellcheck="false">
${choice('action', 'Any action', actions)}${choice('account', 'Any account', accounts)}${choice('kind', 'Any kind', kinds)}
<span class="keys quiet"><kbd>/</kbd> search <kbd>j</kbd> <kbd>k</kbd> move <kbd>Enter</kbd> open <kbd>Esc</kbd> back</span>
</form>`;
}

function choice(name: string, any: string, values: ReadonlySet<string>): Markup {
  return html`<select data-filter="${name}" aria-label="${name}"><option value="">${any}</option>${[...values].toSorted().map((value) => html`<option value="${name}:${value}">${value}</option>`)}</select>`;
}
