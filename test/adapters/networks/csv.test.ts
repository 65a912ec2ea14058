import { describe, expect, it } from 'vitest';
import { networksFromCsv } from '../../../adapters/networks/csv.ts';
import type { Network, Networks } from '../../../core/context/recorded-context.ts';

const elsewhere: Network = { id: 'AS1', asn: 1, country: 'US', organisation: null, kind: 'isp', aws: false };
const tables: Networks = { locate: () => elsewhere };

function read(...lines: string[]) {
  return networksFromCsv(lines.join('\n'), tables);
}

describe('networks.csv', () => {
  it('decides by the longest prefix and leaves the rest to the tables', () => {
    const { networks, errors } = read(
      'prefix,asn,country,organisation,kind',
      '203.0.0.0/8,AS64500,DE,Wide,isp',
      '203.0.113.0/24,64501,fr,Narrow,corp',
      '203.0.113.7,64502,CH,One host,vpn',
      '2001:db8::/32,64503,JP,Six,cloud',
      '2001:db8:1::/48,64504,JP,Six sites,corp',
    );
    expect(errors).toEqual([]);
    expect(networks.locate('203.1.1.1')).toMatchObject({ id: 'AS64500', kind: 'isp' });
    expect(networks.locate('203.0.113.8')).toEqual({
      id: 'AS64501',
      asn: 64501,
      country: 'FR',
      organisation: 'Narrow',
      kind: 'corp',
      aws: false,
    });
    expect(networks.locate('203.000.113.007')).toMatchObject({ id: 'AS64502' });
    expect(networks.locate('2001:db8:2::1')).toMatchObject({ id: 'AS64503' });
    expect(networks.locate('2001:db8:1::1')).toMatchObject({ id: 'AS64504' });
    expect(networks.locate('204.0.0.1')).toBe(elsewhere);
    expect(networks.locate('2001:db9::1')).toBe(elsewhere);
    expect(networks.locate('not an address')).toBe(elsewhere);
  });

  it('names a network without AS number by its prefix, host bits cleared', () => {
    const { networks } = read('10.20.30.40/12,,,"Head office, Bern",corp', '2001:DB8:0:0:5::/64,,,,');
    expect(networks.locate('10.16.0.1')).toMatchObject({
      id: '10.16.0.0/12',
      asn: null,
      organisation: 'Head office, Bern',
      kind: 'corp',
    });
    expect(networks.locate('2001:db8::9')).toMatchObject({ id: '2001:db8::/64' });
  });

  it('leaves a country that is not said to the tables, and nothing else', () => {
    const { networks } = read('203.0.113.0/24,,,Head office,corp', '203.0.114.0/24,64500,FR');
    expect(networks.locate('203.0.113.1')).toEqual({
      id: '203.0.113.0/24',
      asn: null,
      country: elsewhere.country,
      organisation: 'Head office',
      kind: 'corp',
      aws: false,
    });
    expect(networks.locate('203.0.114.1').country).toBe('FR');
  });

  it('fills in the kind that is not said', () => {
    const { networks } = read(
      '203.0.113.0/24,16509',
      '203.0.114.0/24',
      '10.0.0.0/8',
      '203.0.115.0/24,64500,,A VPS shop',
    );
    expect(networks.locate('203.0.113.1')).toMatchObject({ kind: 'cloud', aws: true });
    expect(networks.locate('203.0.114.1')).toMatchObject({ kind: 'unknown', aws: false });
    expect(networks.locate('10.1.1.1')).toMatchObject({ kind: 'private', id: '10.0.0.0/8' });
    expect(networks.locate('203.0.115.1')).toMatchObject({ kind: 'hosting' });
  });

  it('bears with marks, line ends, comments, blank lines, quotes and another order of columns', () => {
    const text = '\uFEFF# ours\r\n\r\n Kind , "Prefix" ,ASN\r\n corp , "203.0.113.0/24" , as64500 \r\n\t\r\n';
    const { networks, errors } = networksFromCsv(text, tables);
    expect(errors).toEqual([]);
    expect(networks.locate('203.0.113.1')).toMatchObject({ id: 'AS64500', kind: 'corp' });
  });

  it('undoes doubled quotes', () => {
    const { networks } = read('203.0.113.0/24,64500,DE,"The ""Good"" Ones, Ltd",isp');
    expect(networks.locate('203.0.113.1').organisation).toBe('The "Good" Ones, Ltd');
  });

  it.each([
    ['203.0.113.0/33,64500,DE,x,isp', 'prefix', '203.0.113.0/24'],
    ['203.0.113.300/24,64500,DE,x,isp', 'prefix', '203.0.113.0/24'],
    ['0.0.0.0/0,64500,DE,x,corp', 'prefix', 'no prefix shorter than /8'],
    ['2000::/3,64500,DE,x,corp', 'prefix', 'no prefix shorter than /16'],
    [',64500,DE,x,isp', 'prefix', '203.0.113.0/24'],
    ['203.0.113.0/24,ASX,DE,x,isp', 'asn', 'AS64500'],
    ['203.0.113.0/24,0,DE,x,isp', 'asn', 'AS64500'],
    ['203.0.113.0/24,4294967296,DE,x,isp', 'asn', 'AS64500'],
    ['203.0.113.0/24,64500,Germany,x,isp', 'country', 'DE'],
    ['203.0.113.0/24,64500,DE,x,home', 'kind', 'cloud, isp, corp, gateway, hosting, vpn, tor'],
    ['203.0.113.0/24,64500,DE,Example, Inc.,isp', 'line', 'quotes'],
    ['203.0.113.0/24,64500,DE,"open,isp', 'line', 'quotes'],
    ['203.0.113.0/24,64500,DE,"shut"early,isp', 'line', 'quotes'],
    ['198.51.100.77/24,64500,DE,x,isp', 'prefix', 'earlier line'],
  ])('leaves out %s, says why and uses the rest', (bad, field, remedy) => {
    const { networks, errors } = read('198.51.100.0/24,64499,,,corp', '# a comment', bad, '192.0.2.0/24,64501,,,corp');
    expect(errors).toEqual([{ line: 3, field, message: expect.stringContaining(remedy) }]);
    expect(networks.locate('203.0.113.1')).toBe(elsewhere);
    expect(networks.locate('198.51.100.1')).toMatchObject({ id: 'AS64499' });
    expect(networks.locate('192.0.2.1')).toMatchObject({ id: 'AS64501' });
  });

  it('tells of a column it does not know and reads the others', () => {
    const { networks, errors } = read('prefix,organization,kind', '203.0.113.0/24,Ours,corp');
    expect(errors).toEqual([{ line: 1, field: 'line', message: expect.stringContaining('"organization"') }]);
    expect(networks.locate('203.0.113.1')).toMatchObject({ kind: 'corp', organisation: null });
  });

  it('may be empty', () => {
    const { networks, errors } = networksFromCsv('', tables);
    expect(errors).toEqual([]);
    expect(networks.locate('203.0.113.1')).toBe(elsewhere);
  });
});
