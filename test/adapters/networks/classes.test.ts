import { describe, expect, it } from 'vitest';
import { isAmazon, kindOf, networkIdOf } from '../../../adapters/networks/classes.ts';

describe('kinds of network', () => {
  it.each([
    [9009, 'M247 Europe SRL', 'vpn'],
    [212238, 'Datacamp Limited', 'vpn'],
    [31898, 'Oracle Corporation', 'cloud'],
    [14061, 'DigitalOcean, LLC', 'hosting'],
    [396507, 'Emerald Onion', 'tor'],
    // the list before the name
    [36351, 'IBM Cloud', 'cloud'],
  ] as const)('AS%i (%s) is %s by the list', (asn, organisation, kind) => {
    expect(kindOf(asn, organisation)).toBe(kind);
  });

  it.each([
    ['DREAM VPS LTD', 'hosting'],
    ['Shock Hosting LLC', 'hosting'],
    ['Micron21 Datacentre Pty Ltd', 'hosting'],
    ['FIRST SERVER LIMITED', 'hosting'],
    ['ZSCALER, INC.', 'gateway'],
    ['Netskope Inc', 'gateway'],
    ['Deutsche Telekom AG', 'isp'],
    // words that only look alike
    ['Trusted Services GmbH', 'isp'],
    ['Cloudy Hills Farming', 'isp'],
    ['Colorado State University', 'isp'],
    [null, 'isp'],
  ] as const)('an unlisted network called %s is %s', (organisation, kind) => {
    expect(kindOf(64500, organisation)).toBe(kind);
  });

  it('know Amazon by number, not by name', () => {
    expect([16509, 14618, 8987, 7224].every(isAmazon)).toBe(true);
    expect([264344, 8075].some(isAmazon)).toBe(false);
  });

  it('are one place for Amazon’s own numbers in one country, and others’ are theirs', () => {
    expect([16509, 14618, 8987].map((asn) => networkIdOf(asn, 'US'))).toEqual(Array(3).fill('AS16509 US'));
    expect(networkIdOf(16509, 'IE')).toBe('AS16509 IE');
    expect([214101, 55960].map((asn) => networkIdOf(asn, 'DE'))).toEqual(['AS214101 DE', 'AS55960 DE']);
    expect([networkIdOf(16509, null), networkIdOf(3320, 'DE')]).toEqual(['AS16509', 'AS3320']);
  });
});
