import { styleText } from 'node:util';
import { barOf, columns, fitted } from './fit.ts';
import { visible, visibleJson } from './visible.ts';

type Style = Parameters<typeof styleText>[0];

/** A piece of a line. Whatever it says is made harmless before it is styled, so that nobody's text can style itself. */
export type Span = string | { readonly text: string; readonly as: Style };

/** The only way from this program to a screen: results on stdout, everything else on stderr. */
export interface Terminal {
  /** One line of the result, in words. */
  print(...line: readonly Span[]): void;
  /** Rows under their heads, as wide as the terminal allows. */
  table(rows: readonly (readonly Span[])[]): void;
  printJson(value: unknown): void;
  /** Progress and hints; `--quiet` silences it. */
  note(...line: readonly Span[]): void;
  /** What somebody must know who asked for quiet. */
  warn(...line: readonly Span[]): void;
  fail(what: string): void;
  /** Replaces the last progress line; only on a terminal. `share`: how much is done, 0 to 1, where that is known. */
  progress(text: string, share?: number | null): void;
}

interface TerminalOptions {
  readonly quiet?: boolean | undefined;
  /** Stdout belongs to lines of JSON: what is told in words goes to stderr. */
  readonly aside?: boolean;
}

export function openTerminal({ quiet = false, aside = false }: TerminalOptions = {}): Terminal {
  const { stdout, stderr } = process;
  const told = aside ? stderr : stdout;
  let hasProgress = false;

  function write(stream: NodeJS.WriteStream, line: readonly Span[]): void {
    if (hasProgress) stderr.write('\r\x1b[K');
    hasProgress = false;
    for (const one of fitted(line, widthOf(stream))) {
      stream.write(`${one.map((span) => painted(span, stream)).join('')}\n`);
    }
  }

  return {
    print: (...line) => write(told, line),
    table: (rows) => {
      for (const line of columns(rows, widthOf(told))) write(told, line);
    },
    printJson: (value) => void stdout.write(`${visibleJson(value)}\n`),
    note: (...line) => void (quiet || write(stderr, line)),
    warn: (...line) => write(stderr, line),
    fail: (what) => {
      for (const line of `error: ${what}`.split('\n')) write(stderr, [{ text: line, as: 'red' }]);
    },
    progress: (text, share = null) => {
      if (quiet || !stderr.isTTY) return;
      const line = visible(share === null ? text : `${barOf(share)}  ${text}`);
      // A line that wraps could not be replaced.
      stderr.write(`\r\x1b[K${line.slice(0, Math.max(1, widthOf(stderr) - 1))}`);
      hasProgress = true;
    },
  };
}

/** Whatever reads a pipe breaks lines itself. */
function widthOf(stream: NodeJS.WriteStream): number {
  return stream.isTTY && stream.columns > 0 ? Math.max(40, stream.columns) : Number.POSITIVE_INFINITY;
}

function painted(span: Span, stream: NodeJS.WriteStream): string {
  return typeof span === 'string' ? visible(span) : styleText(span.as, visible(span.text), { stream });
}
