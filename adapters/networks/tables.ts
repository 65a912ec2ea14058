import { gunzipSync, gzipSync } from 'node:zlib';
import type { PackedNames } from './packed-names.ts';
import type { PackedRanges } from './packed-ranges.ts';

/** What is known of every address. A range's value is a place in the lists beside it, counted from 1. */
export interface NetworkTables {
  /** Packages with their versions. */
  readonly sources: readonly string[];
  /** Ascending. */
  readonly asns: Uint32Array;
  /** One for each ASN; empty where nobody gave one. */
  readonly organisations: PackedNames;
  readonly asnRanges: PackedRanges;
  /** ISO 3166 alpha-2. */
  readonly countries: readonly string[];
  readonly countryRanges: PackedRanges;
}

/** The first line of the unpacked file. The columns follow it, little-endian, in the order of `columnsOf`. */
interface Header {
  readonly sources: readonly string[];
  readonly countries: readonly string[];
  readonly columnBytes: readonly number[];
}

const newline = 10;

/** The same tables give the same bytes, for one version of Node. */
export function encodeTables(tables: NetworkTables): Uint8Array {
  const columns = columnsOf(tables).map((column) => Buffer.from(column.buffer, column.byteOffset, column.byteLength));
  const header: Header = {
    sources: tables.sources,
    countries: tables.countries,
    columnBytes: columns.map((column) => column.length),
  };
  return gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...columns]), { level: 9 });
}

function columnsOf({ asns, organisations, asnRanges, countryRanges }: NetworkTables) {
  const ranges = [asnRanges, countryRanges].flatMap(({ starts, offsets, bytes }) => [starts, offsets, bytes]);
  return [asns, organisations.offsets, organisations.bytes, ...ranges];
}

/** Throws where the bytes are no such file: it comes with the program, so a broken one is nobody's expected failure. */
export function decodeTables(bytes: Uint8Array): NetworkTables {
  const plain = gunzipSync(bytes, { chunkSize: unpackedSize(bytes) });
  let offset = plain.indexOf(newline) + 1;
  const { sources, countries, columnBytes }: Header = JSON.parse(plain.toString('utf8', 0, offset));

  const lengths = columnBytes.values();
  const nextBytes = () => {
    const begin = offset;
    offset += lengths.next().value ?? 0;
    return plain.subarray(begin, offset);
  };
  // A copy: numbers of four and eight bytes must begin where their size divides the place.
  const nextNumbers = () => new Uint8Array(nextBytes()).buffer;
  const nextRanges = (): PackedRanges => ({
    starts: new Float64Array(nextNumbers()),
    offsets: new Uint32Array(nextNumbers()),
    bytes: nextBytes(),
  });
  return {
    sources,
    countries,
    asns: new Uint32Array(nextNumbers()),
    organisations: { offsets: new Uint32Array(nextNumbers()), bytes: nextBytes() },
    asnRanges: nextRanges(),
    countryRanges: nextRanges(),
  };
}

/** The last four bytes of a gzip file. Unpacking into one piece of that size takes half the time of many. */
function unpackedSize(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
}
