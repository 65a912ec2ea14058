import type { Span } from './terminal.ts';

/** Breaks a line at blanks so that it fits; what follows is indented a little more than its beginning. Long words stay whole. */
export function fitted(line: readonly Span[], width: number): Span[][] {
  if (lengthOf(line) <= width) return [[...line]];
  const indent = ' '.repeat(Math.min(indentOf(line) + 2, Math.floor(width / 3)));
  const lines: Span[][] = [];
  let current: Span[] = [];
  let column = 0;
  for (const span of line) {
    let text = '';
    const flush = () => {
      if (text !== '') current.push(like(span, text));
      text = '';
    };
    for (const piece of textOf(span).match(/\s+|\S+/g) ?? []) {
      const isBlank = piece.trim() === '';
      const isStart = lines.length > 0 && column === indent.length;
      if (column + piece.length > width && column > indent.length) {
        flush();
        lines.push(current);
        current = [indent];
        column = indent.length;
        if (isBlank) continue;
      } else if (isBlank && isStart) continue;
      text += piece;
      column += piece.length;
    }
    flush();
  }
  return [...lines, current];
}

/** Rows in columns as wide as what is in them; where they do not fit, columns give way, with … for the rest. */
export function columns(rows: readonly (readonly Span[])[], width: number): Span[][] {
  const natural = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => textOf(row[at] ?? '').length)));
  const widths = narrowed(natural, width);
  return rows.map((row) =>
    row.flatMap((span, at): Span[] => {
      const most = widths[at] ?? 0;
      const text = textOf(span);
      const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
      return [like(span, cut), at === row.length - 1 ? '' : ' '.repeat(most - cut.length + gap)];
    }),
  );
}

const gap = 2;
/** Of a column that gives way. */
const least = 8;

/** The first column gives way first, since the others hold numbers and times, and then whichever is widest. */
function narrowed(natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  const room = width - gap * Math.max(0, widths.length - 1);
  for (;;) {
    const over = widths.reduce((sum, one) => sum + one, 0) - room;
    const widest = widths[0] !== undefined && widths[0] > least ? 0 : widths.indexOf(Math.max(...widths));
    const one = widths[widest] ?? 0;
    if (over <= 0 || one <= least) return widths;
    widths[widest] = Math.max(least, widest === 0 ? one - over : one - 1);
  }
}

function like(span: Span, text: string): Span {
  return typeof span === 'string' ? text : { ...span, text };
}

function textOf(span: Span): string {
  return typeof span === 'string' ? span : span.text;
}

function lengthOf(line: readonly Span[]): number {
  return line.reduce((sum, span) => sum + textOf(span).length, 0);
}

function indentOf([first = '']: readonly Span[]): number {
  return textOf(first).length - textOf(first).trimStart().length;
}

const barWidth = 20;

/** `━━━━━───────────────  27 %`; `share` is 0 to 1. */
export function barOf(share: number): string {
  const known = Math.min(1, Math.max(0, share));
  const full = Math.round(known * barWidth);
  return `${'━'.repeat(full)}${'─'.repeat(barWidth - full)} ${String(Math.floor(known * 100)).padStart(3)} %`;
}
