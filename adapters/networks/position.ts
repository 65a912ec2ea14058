import { type Address, addressOf } from '../../core/model/ip.ts';

/** IPv6 begins here, behind all of IPv4. */
export const firstIPv6Position = 2 ** 48;

/**
 * One number line for both families, exact in a double: an IPv4 address is its 32 bits, an IPv6 address the number of
 * its /48. Nothing longer than a /48 is routed between networks, so nothing is lost.
 */
export function positionOf(address: Address): number {
  const bytes = address.toByteArray();
  const leading = bytes.slice(0, bytes.length === 4 ? 4 : 6);
  const bits = leading.reduce((number, byte) => number * 256 + byte, 0);
  return bytes.length === 4 ? bits : firstIPv6Position + bits;
}

/** The address's network of that length in one spelling: `10.12.0.0/16`, `2001:db8:1::/48`. */
export function prefixOf(address: Address, length: number): string {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, length - 8 * index));
    return byte & (0xff00 >> kept);
  });
  return `${addressOf(bytes)}/${length}`;
}
