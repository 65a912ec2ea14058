import { describe, expect, it } from 'vitest';
import { locateIn } from '../../../adapters/networks/bundled.ts';
import { tablesFrom } from '../../../adapters/networks/open-data.ts';
import { decodeTables, encodeTables } from '../../../adapters/networks/tables.ts';
import { parseAddress } from '../../../core/model/ip.ts';

/** `198.51.100.0` and the like as the whole number that the open data writes. */
function whole(address: string): bigint {
  const bytes = parseAddress(address)?.toByteArray() ?? [];
  return bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

function line(first: string, last: string, ...fields: string[]): string {
  return `${[whole(first), whole(last), ...fields].join(',')}\n`;
}

const asn = {
  ipv4:
    line('11.0.0.0', '11.0.255.255', '64500', '"Example, Inc."') +
    line('11.1.0.0', '11.1.255.255', '64501', '') +
    line('11.2.0.0', '11.2.255.255', '16509', '"Amazon.com, Inc."'),
  ipv6:
    line('2600:1::', '2600:1:ffff:ffff:ffff:ffff:ffff:ffff', '64502', '"The ""Quoted"" Café"') +
    line('2600:2::', '2600:2:0:7fff:ffff:ffff:ffff:ffff', '64504', 'First half') +
    line('2600:2:0:8000::', '2600:2:0:ffff:ffff:ffff:ffff:ffff', '64503', 'Second half'),
};
const country = {
  ipv4: line('11.0.0.0', '11.0.0.127', 'FR') + line('11.0.0.128', '11.3.255.255', 'DE'),
  ipv6: line('2600:1::', '2600:1:ffff:ffff:ffff:ffff:ffff:ffff', 'JP'),
};

const tables = tablesFrom(asn, country, ['fixture@1']);

describe('tables from open data', () => {
  it('say the same after a trip through the file', () => {
    const read = decodeTables(encodeTables(tables));
    expect(read.sources).toEqual(['fixture@1']);
    expect(locateIn(read, '11.0.0.127')).toEqual({
      id: 'AS64500',
      asn: 64500,
      country: 'FR',
      organisation: 'Example, Inc.',
      kind: 'isp',
      aws: false,
    });
    expect(locateIn(read, '11.0.0.128')).toMatchObject({ id: 'AS64500', country: 'DE' });
    expect(locateIn(read, '11.1.2.3')).toMatchObject({ id: 'AS64501', organisation: null });
    expect(locateIn(read, '11.2.2.3')).toMatchObject({ id: 'AS16509 DE', kind: 'cloud', aws: true });
    expect(locateIn(read, '2600:1:5::1')).toMatchObject({
      asn: 64502,
      organisation: 'The "Quoted" Café',
      country: 'JP',
    });
  });

  it('are the same bytes each time, whatever the order of the lines', () => {
    const reversed = (csv: string) => csv.trimEnd().split('\n').reverse().join('\n');
    const shuffled = tablesFrom(
      { ipv4: reversed(asn.ipv4), ipv6: reversed(asn.ipv6) },
      { ipv4: reversed(country.ipv4), ipv6: reversed(country.ipv6) },
      ['fixture@1'],
    );
    expect(encodeTables(shuffled)).toEqual(encodeTables(tables));
  });

  it('name the neighbourhood where nobody knows the operator', () => {
    expect(locateIn(tables, '11.3.7.9')).toMatchObject({
      id: '11.3.7.0/24',
      asn: null,
      country: 'DE',
      kind: 'unknown',
    });
    expect(locateIn(tables, '12.3.7.9')).toMatchObject({ id: '12.3.7.0/24', country: null, kind: 'unknown' });
    expect(locateIn(tables, '2600:9:8:7::1')).toMatchObject({ id: '2600:9:8::/48', asn: null, kind: 'unknown' });
  });

  it('answer for a whole /48 as for its first address', () => {
    expect(locateIn(tables, '2600:2:0:9000::1')).toMatchObject({ id: 'AS64504' });
  });

  it('refuse a line that is no range', () => {
    expect(() => tablesFrom({ ...asn, ipv4: 'oops' }, country, [])).toThrow('oops');
  });
});
