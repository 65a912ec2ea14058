import { splitCsvLine } from './csv-line.ts';
import { packNames } from './packed-names.ts';
import { packRanges } from './packed-ranges.ts';
import { firstIPv6Position } from './position.ts';
import { cutIntoPieces, type Range } from './ranges.ts';
import type { NetworkTables } from './tables.ts';

/** One table of @ip-location-db: lines of `first,last,…`, addresses as whole numbers, both ends included. */
export interface OpenData {
  readonly ipv4: string;
  readonly ipv6: string;
}

interface Row {
  readonly first: number;
  readonly last: number;
  readonly fields: readonly string[];
}

/** `asn` lines go on with number and organisation, `country` lines with the ISO 3166 code. */
export function tablesFrom(asn: OpenData, country: OpenData, sources: readonly string[]): NetworkTables {
  const asnRows = rowsOf(asn);
  const organisationOf = new Map<number, string>();
  for (const { fields } of asnRows) {
    const [number = '', organisation = ''] = fields;
    if (!organisationOf.get(Number(number))) organisationOf.set(Number(number), organisation);
  }
  const asns = [...organisationOf.keys()].sort((a, b) => a - b);
  const countryRows = rowsOf(country);
  const countries = [...new Set(countryRows.map(({ fields }) => fields[0] ?? ''))].sort();

  return {
    sources,
    asns: Uint32Array.from(asns),
    organisations: packNames(asns.map((number) => organisationOf.get(number) ?? '')),
    asnRanges: packRanges(cutIntoPieces(numbered(asnRows, asns.map(String)))),
    countries,
    countryRanges: packRanges(cutIntoPieces(numbered(countryRows, countries))),
  };
}

/** Ranges whose value is the place of their first field in `list`, counted from 1. */
function numbered(rows: readonly Row[], list: readonly string[]): Range[] {
  const places = new Map(list.map((entry, index) => [entry, index + 1]));
  return rows.map(({ first, last, fields }) => ({ first, last, value: places.get(fields[0] ?? '') ?? 0 }));
}

function rowsOf({ ipv4, ipv6 }: OpenData): Row[] {
  const rows = [...readRows(ipv4, 32, 0), ...readRows(ipv6, 48, firstIPv6Position)];
  // Within one /48, the answer for its first address is the answer for all.
  return rows.filter(({ first, last }) => first <= last);
}

function* readRows(csv: string, positionBits: 32 | 48, offset: number): Iterable<Row> {
  const drop = positionBits === 32 ? 0n : 80n;
  for (const line of csv.split(/\r?\n/)) {
    if (line === '') continue;
    const [first, last, ...fields] = splitCsvLine(line) ?? [];
    if (!first || !last) throw new Error(`not a range: ${line}`);
    yield {
      first: offset + Number((BigInt(first) + (1n << drop) - 1n) >> drop),
      last: offset + Number(BigInt(last) >> drop),
      fields,
    };
  }
}
