/** `npm run build:networks`: open data from two development packages → tables.bin, which is committed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type OpenData, tablesFrom } from './open-data.ts';
import { encodeTables } from './tables.ts';

interface Package extends OpenData {
  readonly source: string;
}

function readPackage(manifest: string): Package {
  const { name, version }: { name: string; version: string } = JSON.parse(readFileSync(new URL(manifest), 'utf8'));
  const table = (family: string) => readFileSync(new URL(`${name.split('/')[1]}-${family}-num.csv`, manifest), 'utf8');
  return { source: `${name}@${version}`, ipv4: table('ipv4'), ipv6: table('ipv6') };
}

const asn = readPackage(import.meta.resolve('@ip-location-db/asn/package.json'));
const country = readPackage(import.meta.resolve('@ip-location-db/geo-whois-asn-country/package.json'));
const bytes = encodeTables(tablesFrom(asn, country, [asn.source, country.source]));
writeFileSync(new URL('./tables.bin', import.meta.url), bytes);
console.log(`tables.bin: ${bytes.length} bytes from ${asn.source} and ${country.source}`);
