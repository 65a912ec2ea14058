/** `npm run build:networks`: open data from two development packages → tables.bin, which is committed. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type OpenData, tablesFrom } from './open-data.ts';
import { encodeTables } from './tables.ts';

const require = createRequire(import.meta.url);

interface Package extends OpenData {
  readonly source: string;
}

function readPackage(manifest: string): Package {
  const { name, version }: { name: string; version: string } = require(manifest);
  const table = (family: string) =>
    readFileSync(join(dirname(require.resolve(manifest)), `${name.split('/')[1]}-${family}-num.csv`), 'utf8');
  return { source: `${name}@${version}`, ipv4: table('ipv4'), ipv6: table('ipv6') };
}

const asn = readPackage('@ip-location-db/asn/package.json');
const country = readPackage('@ip-location-db/geo-whois-asn-country/package.json');
const bytes = encodeTables(tablesFrom(asn, country, [asn.source, country.source]));
writeFileSync(new URL('./tables.bin', import.meta.url), bytes);
console.log(`tables.bin: ${bytes.length} bytes from ${asn.source} and ${country.source}`);
