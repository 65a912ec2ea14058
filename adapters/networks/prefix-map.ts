import type { Address, Cidr } from '../../core/model/ip.ts';
import { prefixOf } from './position.ts';

/** Values by prefix: the longest prefix around an address answers for it. */
export class PrefixMap<T> {
  readonly #values = new Map<string, T>();
  /** Those in use, longest first. */
  readonly #lengths: Record<'ipv4' | 'ipv6', readonly number[]> = { ipv4: [], ipv6: [] };

  /** False where the prefix has a value already; it keeps that one. */
  add([base, length]: Cidr, value: T): boolean {
    const prefix = prefixOf(base, length);
    if (this.#values.has(prefix)) return false;
    this.#values.set(prefix, value);
    const lengths = new Set([...this.#lengths[base.kind()], length]);
    this.#lengths[base.kind()] = [...lengths].sort((a, b) => b - a);
    return true;
  }

  find(address: Address): T | undefined {
    for (const length of this.#lengths[address.kind()]) {
      const value = this.#values.get(prefixOf(address, length));
      if (value !== undefined) return value;
    }
    return undefined;
  }
}
