import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInside, parseAddress, parseCidr } from '../../../../core/model/ip.ts';
import { mergeCidrs, widenings } from '../../../../core/plan/documents/cidr-set.ts';

/** Few first octets, so that ranges meet; none of them private. */
const byte = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(fc.constantFrom(52, 54), fc.integer({ min: 0, max: 3 }), byte, byte).map((b) => b.join('.'));
const cidr = fc.tuple(address, fc.integer({ min: 14, max: 32 })).map(([base, length]) => `${base}/${length}`);
const cidrs = fc.array(cidr, { minLength: 1, maxLength: 12 });

function covers(list: readonly string[], text: string): boolean {
  const place = parseAddress(text);
  if (place === null) throw new Error(`${text} is no address`);
  return list.some((entry) => {
    const range = parseCidr(entry);
    return range !== null && isInside(place, range);
  });
}

describe('merging CIDRs', () => {
  it('joins halves, drops what is covered and cuts host bits', () => {
    expect(mergeCidrs(['198.51.100.128/25', '198.51.100.7/25', '198.51.100.9'])).toEqual(['198.51.100.0/24']);
    expect(mergeCidrs(['2001:db9:0:1::/64', '2001:db9::/64'])).toEqual(['2001:db9::/63']);
  });

  it('does not join neighbours that are no halves of one whole', () => {
    expect(mergeCidrs(['198.51.101.0/24', '198.51.102.0/24'])).toEqual(['198.51.101.0/24', '198.51.102.0/24']);
  });

  it('leaves out what aws:SourceIp never shows, what is no CIDR and what is nearly everything', () => {
    expect(mergeCidrs(['10.0.0.0/8', 'AS16509', '0.0.0.0/0', '::/0', '198.51.100.0/24'])).toEqual(['198.51.100.0/24']);
  });

  it('covers the same addresses as before, with no more entries', () => {
    fc.assert(
      fc.property(cidrs, address, (given, probe) => {
        const merged = mergeCidrs(given);
        expect(covers(merged, probe)).toBe(covers(given, probe));
        expect(merged.length).toBeLessThanOrEqual(given.length);
        expect(mergeCidrs(merged)).toEqual(merged);
      }),
    );
  });
});

describe('widening', () => {
  /** One CIDR fewer; null where there is no further step. */
  const widenOnce = (given: readonly string[]) => [...widenings(given)][1] ?? null;

  it('begins with what is merged, and goes on from each step', () => {
    fc.assert(
      fc.property(cidrs, (given) => {
        const [first = [], ...further] = widenings(given);
        expect(first).toEqual(mergeCidrs(given));
        const before = [first, ...further];
        for (const [i, wider] of further.entries()) expect(wider).toEqual(widenOnce(before[i] ?? []));
      }),
    );
  });

  it('joins the nearest neighbours first', () => {
    expect(widenOnce(['198.51.100.0/28', '198.51.100.32/28', '198.51.7.0/24'])).toEqual([
      '198.51.7.0/24',
      '198.51.100.0/26',
    ]);
  });

  it('refuses to open more than a /16, of IPv6 a /32', () => {
    expect(widenOnce(['198.51.100.0/24', '198.52.100.0/24'])).toBeNull();
    expect(widenOnce(['2001:db9:8000::/48', '2001:db9::/48'])).toEqual(['2001:db9::/32']);
    expect(widenOnce(['2001:db8:8000::/48', '2001:db9::/48'])).toBeNull();
    expect(widenOnce(['198.51.100.0/24'])).toBeNull();
  });

  it('always covers what was covered, with fewer entries', () => {
    fc.assert(
      fc.property(cidrs, address, (given, probe) => {
        const wider = widenOnce(given);
        fc.pre(wider !== null);
        expect(wider.length).toBeLessThan(mergeCidrs(given).length);
        if (covers(given, probe)) expect(covers(wider, probe)).toBe(true);
      }),
    );
  });
});
