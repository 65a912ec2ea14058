import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundledNetworks } from '../../../adapters/networks/bundled.ts';
import { decodeTables } from '../../../adapters/networks/tables.ts';
import manifest from '../../../package.json' with { type: 'json' };

const networks = bundledNetworks();
const file = new URL('../../../adapters/networks/tables.bin', import.meta.url);

describe('bundled networks', () => {
  it.each([
    ['8.8.8.8', { id: 'AS15169', asn: 15169, country: 'US', kind: 'cloud', aws: false }],
    ['3.5.140.2', { id: 'AS16509 KR', asn: 16509, country: 'KR', kind: 'cloud', aws: true }],
    ['2600:1f18::1', { id: 'AS16509 US', asn: 14618, country: 'US', kind: 'cloud', aws: true }],
    ['88.99.1.1', { id: 'AS24940', country: 'DE', organisation: 'Hetzner Online GmbH', kind: 'hosting', aws: false }],
    ['2a01:4f8::1', { id: 'AS24940', country: 'DE', kind: 'hosting' }],
    // EC2 in Beijing and Ningxia
    ['52.80.10.10', { id: 'AS55960 CN', kind: 'cloud', aws: true }],
    ['52.82.10.10', { id: 'AS135629 CN', kind: 'cloud', aws: true }],
    ['20.1.1.1', { id: 'AS8075', kind: 'cloud', aws: false }],
    ['185.159.157.1', { id: 'AS209103', organisation: 'Proton AG', kind: 'vpn' }],
    ['185.220.101.1', { id: 'AS60729', kind: 'tor' }],
    // Deutsche Telekom's customers
    ['79.192.0.1', { id: 'AS3320', country: 'DE', kind: 'isp' }],
  ])('place %s', (address, network) => {
    expect(networks.locate(address)).toMatchObject(network);
  });

  it('read every spelling of one address alike', () => {
    const network = networks.locate('8.8.4.4');
    expect(networks.locate('008.008.004.004')).toEqual(network);
    expect(networks.locate('::ffff:8.8.4.4')).toEqual(network);
  });

  it.each([
    ['10.12.1.1', '10.12.0.0/16'],
    ['172.31.255.9', '172.31.0.0/16'],
    ['100.64.3.3', '100.64.0.0/16'],
    ['fd00:1:2:3::4', 'fd00:1:2::/48'],
  ])('name private space by its neighbourhood: %s', (address, id) => {
    expect(networks.locate(address)).toEqual({
      id,
      asn: null,
      country: null,
      organisation: null,
      kind: 'private',
      aws: false,
    });
  });

  it('say of no address at all that nothing is known', () => {
    expect(networks.locate('AWS Internal')).toMatchObject({ id: 'unknown', kind: 'unknown', country: null });
  });

  it('are built from the packages that package.json names', () => {
    const named = ['@ip-location-db/asn', '@ip-location-db/geo-whois-asn-country'] as const;
    const { sources } = decodeTables(readFileSync(file));
    expect(sources).toEqual(named.map((name) => `${name}@${manifest.devDependencies[name]}`));
  });

  it('stay small enough for a Lambda', () => {
    expect(readFileSync(file).length).toBeLessThan(4_000_000);
  });
});
