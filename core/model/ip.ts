import ipaddr from 'ipaddr.js';

/** An IP address in one spelling, IPv4 inside IPv6 already unwrapped. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** `10.0.0.0/8`, ready to be asked. */
export type Cidr = readonly [Address, number];

const dotted = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/**
 * Reads an address as CloudTrail writes it: `075.050.255.67` has padding, not octal digits.
 * Names (`cloudformation.amazonaws.com`, `AWS Internal`) are null.
 */
export function parseAddress(text: string): Address | null {
  const octets = dotted.exec(text)?.slice(1).map(Number);
  if (octets !== undefined) return octets.every((octet) => octet < 256) ? new ipaddr.IPv4(octets) : null;
  return text.includes(':') && ipaddr.isValid(text) ? ipaddr.process(text) : null;
}

export function parseCidr(text: string): Cidr | null {
  const [address, length, ...rest] = text.trim().split('/');
  const base = parseAddress(address ?? '');
  if (base === null || rest.length > 0) return null;
  const bits = base.kind() === 'ipv4' ? 32 : 128;
  if (length === undefined) return [base, bits];
  if (!/^\d{1,3}$/.test(length) || Number(length) > bits) return null;
  return [base, Number(length)];
}

export function isInside(address: Address, cidr: Cidr): boolean {
  return address.kind() === cidr[0].kind() && (address as ipaddr.IPv4).match(cidr[0] as ipaddr.IPv4, cidr[1]);
}

/** True for addresses that nobody on the internet can send from: private, loopback, link-local, carrier NAT. */
export function isPrivate(address: Address): boolean {
  const range = address.range();
  return range !== 'unicast' && range !== 'reserved' && range !== 'multicast' && range !== 'broadcast';
}

/** True for what is on the internet, and nowhere else: no private, local, mapped or reserved space. */
export function isPublic(address: Address): boolean {
  return address.range() === 'unicast';
}

/** The address whose bytes these are: four or sixteen, the highest first. */
export function addressOf(bytes: readonly number[]): Address {
  return ipaddr.fromByteArray([...bytes]);
}
