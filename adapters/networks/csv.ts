import type { Network, Networks } from '../../core/context/recorded-context.ts';
import { parseAddress } from '../../core/model/ip.ts';
import type { Result } from '../../core/model/result.ts';
import { splitCsvLine } from './csv-line.ts';
import { columns, type Misfit, misfit, type Row, readRow } from './csv-row.ts';
import { prefixOf } from './position.ts';
import { PrefixMap } from './prefix-map.ts';
import { remembering } from './remembering.ts';

interface NetworksCsvError extends Misfit {
  /** Counted from 1. */
  readonly line: number;
}

export interface NetworksCsv {
  readonly networks: Networks;
  /** One for each line, and each column of the header, that was left out. */
  readonly errors: readonly NetworksCsvError[];
}

interface Line {
  /** Counted from 1. */
  readonly line: number;
  /** Null where the quotes do not match. */
  readonly cells: readonly string[] | null;
}

/** The owner's `networks.csv`: where a prefix of it covers an address it decides, elsewhere and of a country left blank `otherwise` does. */
export function networksFromCsv(text: string, otherwise: Networks): NetworksCsv {
  const [header, rows] = takeHeader(splitLines(text));
  const listed = new PrefixMap<Network>();
  const errors: NetworksCsvError[] = strangersIn(header);
  for (const { line, cells } of rows) {
    const added = addRow(listed, cells, header?.cells ?? columns);
    if (!added.ok) errors.push({ line, ...added.error });
  }
  return { networks: remembering(overriding(listed, otherwise)), errors };
}

function overriding(listed: PrefixMap<Network>, otherwise: Networks): Networks {
  return {
    locate(text) {
      const address = parseAddress(text);
      const known = address === null ? undefined : listed.find(address);
      if (known === undefined) return otherwise.locate(text);
      // Nobody means to say by it that an office is nowhere: whatever comes from elsewhere later would be its first country.
      return known.country === null ? { ...known, country: otherwise.locate(text).country } : known;
    },
  };
}

function splitLines(text: string): Line[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n?|\n/)
    .flatMap((content, index) =>
      /^\s*(?:#|$)/.test(content) ? [] : [{ line: index + 1, cells: splitCsvLine(content) }],
    );
}

/** The first line is a header where one of its cells says `prefix`. */
function takeHeader(lines: readonly Line[]): [header: Line | null, rows: readonly Line[]] {
  const [first, ...rest] = lines;
  const names = first?.cells?.map((cell) => cell.toLowerCase());
  return first && names?.includes('prefix') ? [{ line: first.line, cells: names }, rest] : [null, lines];
}

function strangersIn(header: Line | null): NetworksCsvError[] {
  const strangers = header?.cells?.filter((name) => !columns.some((column) => column === name)) ?? [];
  return strangers.map((name) => {
    const message = `there is no column "${name}": the columns are ${columns.join(',')}`;
    return { line: header?.line ?? 1, field: 'line', message };
  });
}

function addRow(listed: PrefixMap<Network>, cells: Line['cells'], order: readonly string[]): Result<Row, Misfit> {
  if (cells === null)
    return misfit('line', 'the quotes do not match: put them around a whole field, and write "" for a quote inside it');
  const row = readRow(cells, order);
  if (!row.ok || listed.add(row.value.prefix, row.value.network)) return row;
  return misfit('prefix', `${prefixOf(...row.value.prefix)} is on an earlier line already: delete one of the two`);
}
