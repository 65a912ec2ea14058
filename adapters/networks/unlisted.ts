import type { Network } from '../../core/context/recorded-context.ts';
import { type Address, isPrivate } from '../../core/model/ip.ts';
import { prefixOf } from './position.ts';

const nothing = { asn: null, country: null, organisation: null, aws: false } as const;

/** For text that is no address; intake lets none through. */
export const unreadableAddress: Network = { ...nothing, id: 'unknown', kind: 'unknown' };

/** Null for a public address. */
export function privateNetwork(address: Address): Network | null {
  if (!isPrivate(address)) return null;
  return { ...nothing, id: prefixOf(address, address.kind() === 'ipv4' ? 16 : 48), kind: 'private' };
}

/** The neighbourhood of an address whose operator nobody knows. */
export function unlistedNetwork(address: Address, country: string | null): Network {
  return { ...nothing, id: prefixOf(address, address.kind() === 'ipv4' ? 24 : 48), country, kind: 'unknown' };
}
