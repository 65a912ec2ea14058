import { readFileSync } from 'node:fs';
import type { Network, Networks } from '../../core/context/recorded-context.ts';
import { parseAddress } from '../../core/model/ip.ts';
import { keptIn } from '../../core/model/kept.ts';
import { isAmazon, kindOf, networkIdOf } from './classes.ts';
import { nameAt } from './packed-names.ts';
import { valueAt } from './packed-ranges.ts';
import { positionOf } from './position.ts';
import { remembering } from './remembering.ts';
import { decodeTables, type NetworkTables } from './tables.ts';
import { privateNetwork, unlistedNetwork, unreadableAddress } from './unlisted.ts';

/** Beside this module, in a bundle as in the source tree. */
const bundledFile = new URL('./tables.bin', import.meta.url);

/** The open ASN and country tables that ship with the program, read at the first question. */
export function bundledNetworks(file: URL = bundledFile): Networks {
  return remembering({ locate: (address) => locateIn(tablesIn(file), address) });
}

// To unpack them takes as long as thousands of answers.
const unpacked = new Map<string, NetworkTables>();

function tablesIn(file: URL): NetworkTables {
  return keptIn(unpacked, file.href, () => decodeTables(readFileSync(file)));
}

export function locateIn(tables: NetworkTables, text: string): Network {
  const address = parseAddress(text);
  if (address === null) return unreadableAddress;
  const inside = privateNetwork(address);
  if (inside !== null) return inside;

  const position = positionOf(address);
  const country = tables.countries[valueAt(tables.countryRanges, position) - 1] ?? null;
  const index = valueAt(tables.asnRanges, position) - 1;
  const asn = tables.asns[index];
  if (asn === undefined) return unlistedNetwork(address, country);
  const organisation = nameAt(tables.organisations, index) || null;
  return {
    id: networkIdOf(asn, country),
    asn,
    country,
    organisation,
    kind: kindOf(asn, organisation),
    aws: isAmazon(asn),
  };
}
