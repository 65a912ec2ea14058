import { describe, expect, it } from 'vitest';
import { remembering } from '../../../adapters/networks/remembering.ts';
import type { Network } from '../../../core/context/recorded-context.ts';

function counting() {
  const asked: string[] = [];
  const locate = (address: string): Network => {
    asked.push(address);
    return { id: address, asn: null, country: null, organisation: null, kind: 'unknown', aws: false };
  };
  return { asked, locate };
}

describe('remembering', () => {
  it('asks once for an address and gives each its own answer', () => {
    const tables = counting();
    const networks = remembering(tables);
    expect(['a', 'b', 'a', 'b'].map((address) => networks.locate(address).id)).toEqual(['a', 'b', 'a', 'b']);
    expect(tables.asked).toEqual(['a', 'b']);
  });

  it('forgets what was not asked for lately, and only that', () => {
    const tables = counting();
    const networks = remembering(tables, 8);
    for (let i = 0; i < 100; i += 1) {
      networks.locate('busy');
      networks.locate(`passer-by ${i}`);
    }
    networks.locate('passer-by 0');
    expect(tables.asked.filter((address) => address === 'busy')).toHaveLength(1);
    expect(tables.asked.filter((address) => address === 'passer-by 0')).toHaveLength(2);
  });
});
