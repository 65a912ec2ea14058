import { visible } from '../terminal/visible.ts';
import type { Decided } from './decided.ts';
import { severityOf } from './severity.ts';

type Cell = (decision: Decided) => string | number | boolean | null;

const columns: Readonly<Record<string, Cell>> = {
  id: ({ id }) => id,
  at: ({ at }) => at,
  account: ({ accountId }) => accountId,
  credential: ({ credential }) => credential,
  session: ({ session }) => session,
  kind: ({ kind }) => kind,
  principal: ({ principal }) => principal,
  owner: ({ owner }) => owner,
  action: ({ action }) => action,
  score: ({ score }) => score,
  severity: (decision) => severityOf(decision).label,
  verdict: ({ verdict }) => verdict,
  families: ({ families }) => families.join(' '),
  signals: ({ signals }) => signals.map(({ id }) => id).join(' '),
  reason: ({ reason }) => reason,
  event: ({ eventID }) => eventID,
  mode: ({ mode }) => mode,
  reversible: ({ reversible }) => reversible,
  expires: ({ expires }) => expires,
  'held back': ({ heldBack }) => heldBack,
};

/** Lines end as RFC 4180 has it: whoever writes them adds the line feed. */
export const csvHeader = line(Object.keys(columns));

/** A decision as one record of RFC 4180; a header comes before the first. */
export function csvOf(decision: Decided): string {
  return line(Object.values(columns).map((cell) => field(cell(decision))));
}

function line(fields: readonly string[]): string {
  return `${fields.join(',')}\r`;
}

/**
 * Names and reasons hold what strangers wrote. A spreadsheet takes a text that begins so for a formula, and with it
 * may read other cells or call out; an apostrophe in front keeps it a text.
 */
const formula = /^\s*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]/;

function field(value: ReturnType<Cell>): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = visible(value);
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
