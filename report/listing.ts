import { html, type Markup } from './html.ts';
import { count } from './words.ts';

/** A table that reads without a script, and that the script can sort, filter and search over all its rows. */
export interface Listing {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly { readonly name: Markup | string; readonly sorted: boolean; readonly numeric?: boolean }[];
  readonly rows: readonly ListingRow[];
}

export interface ListingRow {
  readonly html: Markup;
  /** What a search looks into. */
  readonly text: string;
  /** One per column, to sort by. */
  readonly keys: readonly (string | number)[];
  /** `action:pin`, `account:111122223333`: what the filters ask for. */
  readonly tokens: readonly string[];
}

/** As many rows stand in the page at once; the rest waits in the data island. */
export const pageSize = 200;

export function table({ id, caption, columns, rows }: Listing): Markup {
  const hidden = rows.length - pageSize;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}">
<table id="${id}"><caption class="quiet">${caption}</caption>
<thead><tr>${columns.map(({ name, sorted, numeric }) => html`<th scope="col"${sorted ? html` data-sorted` : null}${numeric === true ? html` class="number"` : null}>${name}</th>`)}</tr></thead>
<tbody>${rows.slice(0, pageSize).map((row) => row.html)}</tbody></table></div>
<p class="quiet" id="${id}-count" role="status">${hidden > 0 ? `The first ${pageSize} of ${count(rows.length)}; the script of this page shows the rest.` : null}</p>`;
}

/** A listing as the data island carries it. */
export function islandRows({ rows }: Listing): readonly unknown[] {
  return rows.map((row) => ({ ...row, html: row.html.toString(), text: row.text.toLowerCase() }));
}
